import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct TLSTests {
    @Test func aServerIsVerifiedBeforeAnythingIsSaid() async throws {
        var options = TestCluster.Options()
        options.listensOnTCP = true
        options.takesTLS = true
        let cluster = try await TestCluster.start(options)
        let plain = cluster.connectionString(overTCP: true)
        let verified = "\(plain) sslmode=verify-full sslrootcert=\(cluster.certificate)"
        try await withConnection(verified) { connection in
            let isEncrypted = try await connection.query(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            ).single(Bool.self)
            #expect(isEncrypted)
            // More than one TLS record, in both directions.
            let long = String(repeating: "wide 한국어 ", count: 20_000)
            #expect(try await connection.query("SELECT \(long)").single(String.self) == long)
        }
        let stranger = "\(plain) sslmode=verify-full sslrootcert=/etc/ssl/certs/ca-certificates.crt"
        let refused = await postgresError { try await withConnection(stranger) { _ in } }
        #expect(refused?.code == .connectionFailed && refused?.message.contains("certificate") == true)
        try await cluster.stop()
    }

    @Test func aServerWithoutTLSIsRefusedWhereTLSIsRequired() async throws {
        var options = TestCluster.Options()
        options.listensOnTCP = true
        let cluster = try await TestCluster.start(options)
        let required = "\(cluster.connectionString(overTCP: true)) sslmode=require"
        let refused = await postgresError { try await withConnection(required) { _ in } }
        #expect(refused?.code == .connectionFailed && refused?.message.contains("SSL") == true)
        try await cluster.stop()
    }
}
