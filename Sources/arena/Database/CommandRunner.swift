import Logging
import ServiceLifecycle
import UnixSignals

/// Runs a command's work beside the services it needs, and stops them when it is done, fails or is interrupted.
struct CommandRunner: Sendable {
    /// Work that ends by itself, as a service among the others.
    private struct Work: Service {
        let body: @Sendable () async throws -> Void

        func run() async throws {
            try await cancelWhenGracefulShutdown(body)
        }
    }

    /// Runs `body` with a database that the settings name.
    static func withDatabase(
        _ setup: CommandSetup,
        purpose: String,
        creating: Bool = false,
        _ body: @escaping @Sendable (Database) async throws -> Void
    ) async throws {
        let logger = setup.logger
        let database = try await Interruption.heeded {
            try await Database.open(
                setup.database,
                purpose: purpose,
                sharing: true,
                creating: creating,
                logger: logger
            )
        }
        let work = Work { try await body(database) }
        var configuration = ServiceGroupConfiguration(
            services: database.services.map {
                ServiceGroupConfiguration.ServiceConfiguration(service: $0)
            } + [
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: work,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(60)
        try await ServiceGroup(configuration: configuration).run()
    }
}
