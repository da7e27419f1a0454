# syntax=docker/dockerfile:1
# Two stages: the binary is built on the Rust image and runs alone on a slim Debian. Everything it serves is inside it.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin clientpay && cp target/release/clientpay /clientpay

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="clientpay" \
      org.opencontainers.image.description="A self-hosted payment portal for law and professional-services firms" \
      org.opencontainers.image.licenses="AGPL-3.0-only"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin clientpay \
    && install -d -o clientpay -g clientpay -m 0700 /data
COPY --from=build /clientpay /usr/local/bin/clientpay
COPY LICENSE /usr/share/doc/clientpay/LICENSE
USER 10001:10001
ENV CLIENTPAY_DATA=/data \
    CLIENTPAY_LISTEN=0.0.0.0:8080
# Store, search index, sandbox books and backups taken before a migration: one folder, one volume.
VOLUME ["/data"]
EXPOSE 8080
# Asks /healthz of the server in this container; it fails while the store is read-only too.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["clientpay", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["clientpay"]
CMD ["serve"]
