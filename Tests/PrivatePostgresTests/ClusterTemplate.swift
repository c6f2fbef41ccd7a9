import FoundationEssentials
import Testing

@testable import PrivatePostgres

/// Makes one cluster for a suite, which its tests copy: making one takes seconds, copying it does not.
struct ClusterTemplate: SuiteTrait, TestScoping {
    @TaskLocal static var directory: String?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let server = try await PrivatePostgres.start(
            configuration: PrivatePostgresConfiguration(dataDirectory: scratch.path + "/data"),
            logger: quiet
        )
        let created = await psql(
            server.connectionString,
            "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')"
        )
        await server.stop()
        try #require(created.succeeded)
        try await Self.$directory.withValue(server.dataDirectory, operation: function)
    }
}

extension Trait where Self == ClusterTemplate {
    static var clusterTemplate: Self { Self() }
}
