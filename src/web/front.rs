//! Puts what stands in front of the rooms in its one right order.

use std::sync::Arc;

use poem::{Endpoint, EndpointExt as _, Request, Response};

use crate::service::sessions::Desk;

use super::{
    door::{self, Door},
    firewall::Firewall,
    guard::{self, Guard},
    headers::{Headers, Reached},
};

/// `rooms` behind everything that a request must pass. The headers come outermost, so that refusals carry them; the
/// door before the firewall, which needs a whole body; the firewall before the guard, which notes what it reads.
pub fn front<E, H>(rooms: E, hall: &Arc<H>, limits: door::Limits) -> impl Endpoint<Output = Response> + use<E, H>
where
    E: Endpoint + 'static,
    H: Send + Sync + 'static,
    for<'a> Desk<'a>: From<&'a H>,
{
    let reached = Reached::by(Desk::from(hall.as_ref()).config.base_url.as_deref());
    let of_staff = hall.clone();
    let may_upload = move |request: &Request| guard::may_upload(Desk::from(of_staff.as_ref()), request);
    rooms.with(Guard(hall.clone())).with(Firewall).with(Door(limits, may_upload)).with(Headers(reached))
}

#[cfg(test)]
mod tests {
    use poem::{
        IntoResponse as _, Route,
        endpoint::make_sync,
        get,
        http::{Method, StatusCode},
    };

    use super::*;
    use crate::{service::sessions::tests::TestHall, web::trouble::Trouble};

    #[tokio::test]
    async fn whatever_stops_a_request_is_answered_with_the_headers() {
        let hall = Arc::new(TestHall::empty());
        for (path, method, body, status) in [
            ("/nowhere", Method::GET, "", StatusCode::NOT_FOUND),
            ("/open", Method::PUT, "", StatusCode::FORBIDDEN),
            ("/open?q=4111111111111111", Method::GET, "", StatusCode::UNPROCESSABLE_ENTITY),
            ("/open", Method::POST, "_csrf=x", StatusCode::FORBIDDEN),
            ("/open", Method::POST, "longer than the limit of this test", StatusCode::PAYLOAD_TOO_LARGE),
            ("/panics", Method::GET, "", StatusCode::INTERNAL_SERVER_ERROR),
            ("/open", Method::GET, "", StatusCode::OK),
        ] {
            let rooms = Route::new()
                .at("/open", get(make_sync(|_| "open".into_response())))
                .at("/panics", get(make_sync(|_| -> Response { panic!("on purpose") })));
            let limits = door::Limits { body_bytes: 20, ..door::Limits::default() };
            let request = Request::builder().method(method).uri(path.parse().unwrap());
            let response = front(rooms, &hall, limits).get_response(request.body(body)).await;
            assert_eq!(response.status(), status, "{path}");
            assert!(response.header("content-security-policy").is_some(), "{path}");
            assert_eq!(response.header("cache-control"), Some("no-store"), "{path}");
            let is_ours = !matches!(status, StatusCode::OK | StatusCode::NOT_FOUND);
            assert_eq!(response.data::<Trouble>().is_some(), is_ours, "{path}");
        }
    }
}
