import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct QueryTests {
    enum Outcome: String, PostgresEncodable, PostgresDecodable { case win, tie }

    /// Sends a value as a parameter and reads it back.
    private func echo<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ values: [Value],
        on connection: PostgresConnection
    ) async throws {
        for value in values {
            let back = try await connection.query("SELECT \(value)").single(Value.self)
            #expect(back == value, "\(Value.self)")
        }
        let null = try await connection.query("SELECT \(Value?.none)").single(Value?.self)
        #expect(null == Value?.none)
    }

    @Test func everyScalarRoundTrips() async throws {
        try await withConnection { connection in
            try await echo([true, false], on: connection)
            try await echo([Int16.min, -1, 0, Int16.max], on: connection)
            try await echo([Int32.min, -1, 0, Int32.max], on: connection)
            try await echo([Int64.min, -1, 0, Int64.max], on: connection)
            try await echo([Int.min, -1, 0, Int.max], on: connection)
            try await echo([0, -0.0, 1.5, .infinity, -.infinity, .leastNonzeroMagnitude] as [Float], on: connection)
            try await echo(
                [0, 0.1, .greatestFiniteMagnitude, .infinity, -.infinity, .leastNonzeroMagnitude] as [Double],
                on: connection
            )
            #expect(try await connection.query("SELECT \(Double.nan)").single(Double.self).isNaN)
            try await echo(
                ["", "a", "naïve 日本語 👩‍👩‍👧 \u{7f}\n\t\\'\"", String(repeating: "x", count: 1 << 20)],
                on: connection
            )
            try await echo([UUID(), UUID()], on: connection)
            try await echo([[], [0, 1, 255, 0]] as [[UInt8]], on: connection)
            try await echo([Outcome.win, .tie], on: connection)
        }
    }

    @Test func datesRoundTripToTheMicrosecond() async throws {
        try await withConnection { connection in
            let dates: [Date] = [
                Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1_764_000_000.123456),
                Date(timeIntervalSince1970: -62_135_596_800), Date(timeIntervalSinceReferenceDate: .infinity),
                Date(timeIntervalSinceReferenceDate: -.infinity),
            ]
            for date in dates {
                let back = try await connection.query("SELECT \(date)").single(Date.self)
                let difference = back.timeIntervalSince(date)
                #expect(back == date || abs(difference) < 1e-6)
            }
            let (text, infinity, day) = try await connection.query(
                """
                SELECT to_char(\(dates[1]), 'YYYY-MM-DD HH24:MI:SS.US'), \(dates[3]) = 'infinity'::timestamptz,
                       DATE '2001-01-02'
                """
            ).single(String.self, Bool.self, Date.self)
            #expect(text == "2025-11-24 16:00:00.123456")
            #expect(infinity)
            #expect(day.timeIntervalSinceReferenceDate == 86_400)
            for bad in [Double.nan, 1e18, -1e15] {
                let error = await postgresError {
                    try await connection.query("SELECT \(Date(timeIntervalSinceReferenceDate: bad))")
                }
                #expect(error?.code == .encoding)
            }
        }
    }

    @Test func arraysRoundTripWithNulls() async throws {
        try await withConnection { connection in
            try await echo([[], [1, 2], [.min, .max]] as [[Int]], on: connection)
            try await echo([[1, nil, 3], [nil]] as [[Int?]], on: connection)
            try await echo([["a", nil, ""]] as [[String?]], on: connection)
            try await echo([[true, false]], on: connection)
            try await echo([[0.5, -.infinity]] as [[Double]], on: connection)
            try await echo([[0.5]] as [[Float]], on: connection)
            try await echo([[1]] as [[Int16]], on: connection)
            try await echo([[1]] as [[Int32]], on: connection)
            try await echo([[UUID(), UUID()]], on: connection)
            try await echo([[[1, 2], []]] as [[[UInt8]]], on: connection)
            #expect(
                try await connection.number("SELECT count(*) FROM unnest(\([3, 4, 5] as [Int])) AS x")
                    == 3
            )
            let nested = await postgresError {
                _ = try await connection.query("SELECT ARRAY[[1,2],[3,4]]").single([Int].self)
            }
            #expect(nested?.code == .decoding)
            let null = await postgresError {
                _ = try await connection.query("SELECT ARRAY[1,NULL]").single([Int].self)
            }
            #expect(null?.code == .decoding)
        }
    }

    @Test func jsonAndUserTypes() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            let json = try await connection.query("SELECT \(PostgresJSON(#"{"b": 1, "a": [true]}"#))").single(
                PostgresJSON.self
            )
            #expect(json.text == #"{"a": [true], "b": 1}"#)
            try await connection.query("CREATE TYPE mood AS ENUM ('win', 'tie')")
            let moods = try await connection.query(
                "SELECT \("tie")::mood, ARRAY['win','tie']::mood[]"
            ).single(Outcome.self, [String].self)
            #expect(moods.0 == .tie && moods.1 == ["win", "tie"])
            let error = await postgresError {
                try await connection.query("SELECT \(PostgresJSON("{broken"))")
            }
            #expect(error?.sqlState == .invalidTextRepresentation)
        }
    }

    @Test func zeroBytesAreRefusedBeforeSending() async throws {
        try await withConnection { connection in
            let error = await postgresError { try await connection.query("SELECT \(1), \("a\0secret")") }
            #expect(error?.code == .encoding)
            #expect(error?.message.contains("$2") == true)
            #expect(error?.description.contains("secret") == false)
            let alive = try await connection.number("SELECT 1")
            #expect(alive == 1)
        }
    }

    @Test func valuesNeverBecomeSQL() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE victim (name text)")
            let attack = "x'); DROP TABLE victim; --"
            try await connection.query("INSERT INTO victim VALUES (\(attack))")
            #expect(try await connection.query("SELECT name FROM victim").single(String.self) == attack)
            let evil = #"v"; DROP TABLE victim; --"#
            try await connection.query("CREATE TABLE \(identifier: evil) (a int)")
            let count = try await connection.query("SELECT count(*) FROM pg_class WHERE relname = \(evil)")
            #expect(try count.single(Int.self) == 1)
            #expect(try await connection.number("SELECT count(*) FROM victim") == 1)
            let empty = await postgresError { try await connection.query("SELECT 1 AS \(identifier: "")") }
            #expect(empty?.code == .encoding)
        }
    }

    @Test func fragmentsAreRenumbered() async throws {
        let filter: PostgresQuery = "x > \(1) AND x < \(4)"
        let more = PostgresQuery.joined((5...7).map { "(\($0))" }, separator: ", ")
        let query: PostgresQuery = "SELECT x FROM (VALUES (\(2)), (\(3)), \(more)) AS t (x) WHERE \(filter) ORDER BY x"
        #expect(query.sql.contains("x > $6 AND x < $7"))
        try await withConnection { connection in
            let rows = try await connection.query(query).rows.map { try $0.decode(Int.self) }
            #expect(rows == [2, 3])
        }
    }

    @Test func decodingErrorsNameColumnAndTypesAndNoValue() async throws {
        try await withConnection { connection in
            let result = try await connection.query("SELECT 'secret' AS label, NULL::int4 AS gap, 70000 AS big")
            let row = try #require(result.rows.first)
            let mismatch = await postgresError { _ = try row.column("label", as: Int.self) }
            #expect(mismatch?.code == .decoding)
            #expect(mismatch?.message.contains("label") == true && mismatch?.message.contains("text") == true)
            #expect(mismatch?.message.contains("Int") == true && mismatch?.debugDescription.contains("secret") == false)
            #expect(await postgresError { _ = try row.column("gap", as: Int.self) }?.message.contains("NULL") == true)
            #expect(await postgresError { _ = try row.column("big", as: Int16.self) }?.message.contains("fit") == true)
            #expect(await postgresError { _ = try row.column("none", as: Int.self) }?.code == .decoding)
            #expect(await postgresError { _ = try row.column(3, as: Int.self) }?.code == .decoding)
            #expect(await postgresError { _ = try row.decode(String.self, Int?.self) }?.code == .decoding)
            let (label, gap, big) = try row.decode(String.self, Int?.self, Int32.self)
            #expect(label == "secret" && gap == nil && big == 70_000)
        }
    }

    @Test func resultsTellTagAndCount() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int)")
            let inserted = try await connection.query("INSERT INTO t SELECT generate_series(1, 5)")
            #expect(inserted.affected == 5 && inserted.commandTag == "INSERT 0 5" && inserted.rows.isEmpty)
            let updated = try await connection.query("UPDATE t SET a = a + 1 WHERE a > 3")
            #expect(updated.affected == 2)
            let empty = try await connection.query("SELECT a FROM t WHERE false")
            #expect(empty.columns.map(\.name) == ["a"] && empty.columns.map(\.type) == [.int4])
            #expect(try empty.first(Int.self) == nil)
        }
    }

    @Test func serverErrorsKeepTheFactsAndLeakNoValue() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query(
                "CREATE TABLE account (name text CONSTRAINT account_name_key UNIQUE, n int NOT NULL)"
            )
            try await connection.query("INSERT INTO account VALUES (\("hunter2"), 1)")
            let unique = await postgresError {
                try await connection.query("INSERT INTO account VALUES (\("hunter2"), 1)")
            }
            #expect(unique?.code == .server && unique?.sqlState == .uniqueViolation)
            #expect(unique?.constraintName == "account_name_key" && unique?.tableName == "account")
            #expect(unique?.schemaName == "public" && unique?.severity == "ERROR")
            let shown = "\(unique.map { "\($0)" } ?? "")"
            #expect(shown.contains("23505") && shown.contains("account_name_key"))
            #expect(!shown.contains("hunter2") && !shown.contains("INSERT"))
            #expect(unique?.debugDescription.contains("hunter2") == true)
            let missing = await postgresError {
                try await connection.query("INSERT INTO account VALUES (\("a"), \(Int?.none))")
            }
            #expect(missing?.sqlState == .notNullViolation && missing?.columnName == "n")
            let syntax = await postgresError { try await connection.query("SELEC 'hunter2'") }
            #expect(syntax?.sqlState == .syntaxError && syntax?.description.contains("hunter2") == false)
            let table = await postgresError { try await connection.query("SELECT * FROM nowhere") }
            #expect(table?.sqlState == .undefinedTable)
        }
    }
}
