import Postgres
import PostgresTestSupport
import Testing

/// Connection strings that name several hosts, as libpq takes them.
@Suite struct HostListTests {
    /// Both servers by their sockets; the second one takes no writes.
    private static func pair() async throws -> (writable: TestCluster, readOnly: TestCluster) {
        var options = TestCluster.Options()
        options.settings = ["default_transaction_read_only": "on"]
        return (try await TestCluster.shared(), try await TestCluster.start(options))
    }

    private static func string(_ hosts: [String], _ ports: [Int], _ attributes: String) -> String {
        let list = ports.map(String.init).joined(separator: ",")
        return "host=\(hosts.joined(separator: ",")) port=\(list) user=postgres dbname=postgres \(attributes)"
    }

    @Test func theNextHostIsTakenWhereOneIsAwayOrTakesNoWrites() async throws {
        let (writable, readOnly) = try await Self.pair()
        let sockets = ["/nonexistent", readOnly.socketDirectory, writable.socketDirectory]
        let ports = [5432, readOnly.port, writable.port]
        let directory: PostgresQuery = "SELECT current_setting('unix_socket_directories')"
        try await withConnection(Self.string(sockets, ports, "")) { connection in
            let taken = try await connection.query(directory).single(String.self)
            #expect(taken == readOnly.socketDirectory)
        }
        try await withConnection(Self.string(sockets, ports, "target_session_attrs=read-write")) { connection in
            let taken = try await connection.query(directory).single(String.self)
            #expect(taken == writable.socketDirectory)
        }
        let none = Self.string(Array(sockets.prefix(2)), Array(ports.prefix(2)), "target_session_attrs=read-write")
        let refused = await postgresError { try await withConnection(none) { _ in } }
        #expect(refused?.code == .connectionFailed)
        #expect(refused?.message.contains("/nonexistent") == true && refused?.message.contains("read-only") == true)
        try await readOnly.stop()
    }
}
