import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct StreamTests {
    struct Stop: Error {}

    @Test func rowsStream() async throws {
        try await withConnection { connection in
            var sum = 0
            let count = try await connection.forEachRow(of: "SELECT generate_series(1, \(100_000))") { row in
                sum += try row.decode(Int.self)
            }
            #expect(count == 100_000 && sum == 100_000 * 100_001 / 2)
            #expect(try await connection.forEachRow(of: "SELECT 1 WHERE false") { _ in } == 0)
            let late = await postgresError {
                try await connection.forEachRow(of: "SELECT 1 / (500 - x) FROM generate_series(1, 1000) AS x") { _ in }
            }
            #expect(late?.sqlState == .divisionByZero)
            let alive = try await connection.number("SELECT 1")
            #expect(alive == 1)
        }
    }

    @Test func streamEndsEarlyAndConnectionStaysUsable() async throws {
        try await withConnection { connection in
            var seen = 0
            await #expect(throws: Stop.self) {
                try await connection.forEachRow(of: "SELECT generate_series(1, 50000000)") { _ in
                    seen += 1
                    if seen == 1_000 { throw Stop() }
                }
            }
            await #expect(throws: Stop.self) {
                try await connection.copyOut("COPY (SELECT generate_series(1, 50000000)) TO STDOUT") { _ in
                    throw Stop()
                }
            }
            let alive = try await connection.number("SELECT 1")
            #expect(alive == 1)
        }
    }

    @Test func commandInsideStreamIsRefused() async throws {
        try await withConnection { connection in
            let error = await postgresError {
                try await connection.forEachRow(of: "SELECT 1") { _ in try await connection.query("SELECT 2") }
            }
            #expect(error?.code == .protocolMisuse)
            let alive = try await connection.number("SELECT 1")
            #expect(alive == 1)
        }
    }

    @Test func pipelineReturnsInOrder() async throws {
        try await withConnection { connection in
            let results = try await connection.pipeline((0..<500).map { "SELECT \($0)" })
            #expect(try results.map { try $0.single(Int.self) } == Array(0..<500))
            #expect(try await connection.pipeline([]).isEmpty)
            let mixed = try await connection.pipeline(["SELECT \("a")", "SELECT \(2)", "SELECT \("c")"])
            #expect(try mixed[2].single(String.self) == "c")
        }
    }

    @Test func pipelineErrorFailsAll() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int PRIMARY KEY)")
            let error = await postgresError {
                _ = try await connection.pipeline([
                    "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)",
                ])
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(try await connection.number("SELECT count(*) FROM t") == 0)
            let broken = await postgresError { _ = try await connection.pipeline(["SELECT 1", "SELEC 2", "SELECT 3"]) }
            #expect(broken?.sqlState == .syntaxError)
            #expect(try await connection.pipeline(["SELECT 7"]).first?.single(Int.self) == 7)
        }
    }

    @Test func largePipelineDoesNotDeadlock() async throws {
        try await withConnection { connection in
            // More than the sockets' buffers hold, in both directions at once.
            let text = String(repeating: "x", count: 100_000)
            let results = try await connection.pipeline((0..<300).map { _ in "SELECT \(text)" })
            #expect(results.count == 300)
            #expect(try results.last?.single(String.self) == text)
        }
    }

    @Test func copyInAndOutOfAMillionRows() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString, configure: { $0.statementTimeout = .zero }) { connection in
            try await connection.query("CREATE TABLE t (id int8, name text, flag bool)")
            let stored = try await connection.copyIn("COPY t FROM STDIN WITH (FORMAT binary)") { writer in
                var encoder = PostgresCopyEncoder()
                for id in 0..<1_000_000 {
                    try encoder.row(id, id % 3 == 0 ? nil : "name", id % 2 == 0)
                    if encoder.count > 65_536 { try await writer.write(encoder.take()) }
                }
                try await writer.write(encoder.finish())
            }
            #expect(stored == 1_000_000)
            let facts = try await connection.query("SELECT count(*), count(name), sum(id)::int8 FROM t")
                .single(Int.self, Int.self, Int.self)
            #expect(facts == (1_000_000, 666_666, 499_999_500_000))
            var lines = 0
            var largest = 0
            let read = try await connection.copyOut("COPY t TO STDOUT") { chunk in
                lines += chunk.count { $0 == 10 }
                largest = max(largest, chunk.count)
            }
            #expect(read == 1_000_000 && lines == 1_000_000 && largest < 1 << 20)
        }
    }

    @Test func copyFromSequence() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int, b text)")
            let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
            for chunk in ["1\tx\n2", "\ty\n", "3\tz\n"] { continuation.yield(Array(chunk.utf8)) }
            continuation.finish()
            #expect(try await connection.copyIn("COPY t FROM STDIN", from: stream) == 3)
        }
    }

    @Test func copyThatFailsStoresNothing() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int)")
            await #expect(throws: Stop.self) {
                try await connection.copyIn("COPY t FROM STDIN") { writer in
                    try await writer.write(Array("1\n2\n".utf8))
                    throw Stop()
                }
            }
            let bad = await postgresError {
                try await connection.copyIn("COPY t FROM STDIN") { try await $0.write(Array("hunter2\n".utf8)) }
            }
            #expect(bad?.sqlState == .invalidTextRepresentation && bad?.description.contains("hunter2") == false)
            let cut = await postgresError {
                try await connection.copyIn("COPY t FROM STDIN WITH (FORMAT binary)") { writer in
                    var encoder = PostgresCopyEncoder()
                    try encoder.row(Int32(1))
                    try await writer.write(encoder.take().dropLast())
                }
            }
            #expect(cut?.sqlState == .badCopyFileFormat)
            let nested = await postgresError {
                try await connection.copyIn("COPY t FROM STDIN") { _ in try await connection.query("SELECT 1") }
            }
            #expect(nested?.code == .protocolMisuse)
            #expect(await postgresError { try await connection.copyIn("SELECT 1") { _ in } }?.code == .protocolMisuse)
            let wrongWay = await postgresError { try await connection.copyIn("COPY t TO STDOUT") { _ in } }
            #expect(wrongWay?.code == .protocolMisuse)
            let otherWay = await postgresError { try await connection.copyOut("COPY t FROM STDIN") { _ in } }
            #expect(otherWay?.code == .protocolMisuse)
            let bound = await postgresError { try await connection.copyIn("COPY t FROM \(1)") { _ in } }
            #expect(bound?.code == .protocolMisuse)
            #expect(try await connection.number("SELECT count(*) FROM t") == 0)
        }
    }

    @Test func notificationsArriveWhileIdle() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { listener in
            try await withConnection(database.connectionString) { sender in
                let strange = #"a "strange" channel"#
                let notifications = try await listener.listen(strange)
                let other = try await listener.listen("other")
                for payload in ["one", "two"] { try await sender.query("SELECT pg_notify(\(strange), \(payload))") }
                try await sender.query("SELECT pg_notify('other', '')")
                var iterator = notifications.makeAsyncIterator()
                #expect(try await iterator.next()?.payload == "one")
                #expect(
                    try await iterator.next()
                        == PostgresNotification(channel: strange, payload: "two", processID: sender.backendProcessID)
                )
                var second = other.makeAsyncIterator()
                #expect(try await second.next()?.channel == "other")
                try await TestCluster.shared().terminateBackend(listener.backendProcessID)
                let error = await postgresError { _ = try await iterator.next() }
                #expect(error?.code == .connectionLost)
                #expect(listener.isBroken)
            }
        }
    }
}
