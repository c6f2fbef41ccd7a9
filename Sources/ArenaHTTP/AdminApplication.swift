public import ArenaCore
public import Hummingbird
import HummingbirdCore
public import Logging

/// The server for operators, at an address of its own: metrics and health.
public enum AdminApplication {
    /// A server that is ready to run.
    ///
    /// - Parameters:
    ///   - readyWithin: how old the published state may be for the arena to call itself ready.
    ///   - metrics: writes the metrics of the moment in Prometheus' text format.
    ///   - onServerRunning: called with the port that is listened on, once it is.
    public static func make(
        host: String,
        port: Int,
        publisher: SnapshotPublisher,
        readyWithin: Duration,
        metrics: @escaping @Sendable () -> String,
        logger: Logger,
        onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router(context: ArenaRequestContext.self, options: [.autoGenerateHeadEndpoints])
        let health = HealthRoutes(publisher: publisher, readyWithin: readyWithin)
        router.add(middleware: ErrorAnswers())
        router.get("/health/live", use: health.live)
        router.get("/health/ready", use: health.ready)
        router.get("/metrics") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics()))
            )
        }
        return Application(
            router: router,
            server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }
}
