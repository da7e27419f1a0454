//! The server against slow, silent and greedy connections.

use poem::{EndpointExt as _, endpoint::make};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    sync::{Notify, oneshot},
    task::JoinHandle,
};

use super::*;
use crate::web::{
    door::{self, Door},
    headers::{Headers, Reached},
};

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    /// Told when a request has reached `/slow`.
    entered: Arc<Notify>,
}

const SHORT: Duration = Duration::from_millis(200);

fn small() -> Limits {
    Limits { head: SHORT, quiet: SHORT, stop: Duration::from_secs(5), ..Limits::default() }
}

async fn start(limits: Limits) -> Running {
    let entered = Arc::new(Notify::new());
    let in_room = entered.clone();
    let rooms = make(move |request: Request| {
        let entered = in_room.clone();
        async move {
            match request.uri().path() {
                "/panics" => panic!("on purpose"),
                "/large" => return Ok("x".repeat(32 * 1024 * 1024)),
                "/slow" => {
                    entered.notify_one();
                    sleep(SHORT * 3).await;
                }
                _ => {}
            }
            let body = request.into_body().into_vec().await.map_err(poem::Error::from)?;
            Ok::<_, poem::Error>(format!("got {}", body.len()))
        }
    });
    let door = door::Limits { body: SHORT, body_bytes: 1_000, ..door::Limits::default() };
    let endpoint = rooms.with(Door(door, |_: &Request| Ok(()))).with(Headers(Reached::Plainly));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(serve(listener, endpoint, limits, async {
        drop(stopped.await);
    }));
    Running { address, stop, server, entered }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `text` and reads until the server closes.
    async fn exchange(&self, text: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(text.as_bytes()).await.unwrap();
        until_closed(&mut stream).await
    }
}

/// A reset is a close too.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_that_says_nothing_or_never_ends_its_head_is_closed() {
    let running = start(small()).await;
    for text in ["", "P", "PRI * HTTP/2.0\r\n", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        let answer = running.exchange(text).await;
        assert!(!answer.contains("200 OK"), "{text:?} {answer}");
    }
}

#[tokio::test]
async fn a_head_that_drips_is_closed() {
    let running = start(small()).await;
    let mut stream = running.connect().await;
    let head = b"GET / HTTP/1.1\r\nHost: a\r\nX-Drip: ".iter().chain(std::iter::repeat(&b'x'));
    for byte in head {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        sleep(SHORT / 10).await;
    }
}

#[tokio::test]
async fn a_body_that_stalls_is_answered_and_closed() {
    let running = start(small()).await;
    for text in [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ] {
        let answer = running.exchange(text).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains("content-security-policy"), "{answer}");
    }
}

#[tokio::test]
async fn a_reader_that_stops_reading_is_closed() {
    let running = start(small()).await;
    let mut stream = running.connect().await;
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    // Nothing tells from here that the server has given up, so it is given ample time to.
    sleep(SHORT * 5).await;
    let answer = until_closed(&mut stream).await;
    assert!(answer.len() < 32 * 1024 * 1024, "{}", answer.len());
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_however_it_is_sent() {
    let running = start(small()).await;
    let chunk = format!("400\r\n{}\r\n", "x".repeat(1_024));
    let body = "x".repeat(2_000);
    for text in [
        format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n{body}"),
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n".to_owned(),
        format!("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}0\r\n\r\n"),
    ] {
        let answer = running.exchange(&text).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    }
}

#[tokio::test]
async fn a_panic_is_one_answer_and_the_next_request_is_served_on_the_same_connection() {
    let running = start(Limits::default()).await;
    let answers = running
        .exchange("GET /panics HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .await;
    let starts = |status: &str| answers.matches(&format!("HTTP/1.1 {status}")).count();
    assert_eq!((starts("500"), starts("200")), (1, 1), "{answers}");
    assert!(!answers.contains("on purpose"));
}

#[tokio::test]
async fn a_handler_at_work_is_not_taken_for_a_quiet_connection() {
    let running = start(Limits { quiet: SHORT, ..Limits::default() }).await;
    let answer = running.exchange("GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn one_address_gets_so_many_connections_and_a_trusted_proxy_more() {
    let limits =
        Limits { connections_per_address: 1, quiet: Duration::from_secs(60), head: Duration::from_secs(60), ..small() };
    let running = start(limits.clone()).await;
    let mut first = running.connect().await;
    first.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    first.readable().await.unwrap();
    assert_eq!(running.exchange("").await, "");
    let running = start(Limits { uncounted: vec!["127.0.0.1".parse().unwrap()], ..limits }).await;
    let _first = running.connect().await;
    let answer = running.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_connection_beyond_all_places_waits_for_one() {
    let running = start(Limits { connections: 1, ..small() }).await;
    let silent = running.connect().await;
    let answer = running.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(silent);
}

#[tokio::test]
async fn open_requests_finish_when_the_server_stops() {
    let running = start(Limits::default()).await;
    let mut stream = running.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    running.entered.notified().await;
    running.stop.send(()).unwrap();
    let answer = until_closed(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    running.server.await.unwrap();
    assert!(TcpStream::connect(running.address).await.is_err());
}
