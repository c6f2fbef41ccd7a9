import ArenaTestSupport
import Foundation
import PostgresTestSupport
import Testing

extension EndToEnd {
    /// What docs/operations.md says of backups, done.
    @Suite(.timeLimit(.minutes(5))) struct BackupTests {
        @Test func aDumpBringsEverythingBack() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let (process, client) = try await ArenaProcess.serve(data: data)
            let kept = try await vote(client, times: 30)
            let before = try await client.board()
            let dump = data + "/arena.dump"
            let socket = ["-h", data + "/socket", "-U", "arena"]
            try await PostgresTools.run("pg_dump", socket + ["-Fc", "-f", dump, "arena"])
            let lost = try await vote(client, times: 5)

            let restore = ["-d", "arena", "--clean", "--if-exists", "--single-transaction", dump]
            try await PostgresTools.run("pg_restore", socket + restore)
            let isBack = try await eventually(within: .seconds(30)) {
                try await client.board().battles == before.battles
            }
            #expect(isBack, "a log that is shorter than what was folded is folded anew")
            #expect(try await client.board() == before)
            for ticket in kept {
                let receipt = try await client.vote(ticket, "tie").decoded(ArenaClient.Receipt.self)
                #expect(receipt.status == "already_recorded")
            }
            for ticket in lost {
                let receipt = try await client.vote(ticket, "tie").decoded(ArenaClient.Receipt.self)
                #expect(receipt.status == "recorded")
            }
            #expect(try await process.terminate() == 0)
        }

        @Test func theArchivedLogBringsAnyMomentBack() async throws {
            var options = TestCluster.Options()
            options.archivesLog = true
            let cluster = try await TestCluster.start(options)
            let database = try await cluster.makeDatabase()
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let url = ["--database-url", database.connectionString]
            #expect(try await ArenaProcess.run(["migrate", "apply"] + url).status == 0)
            let file = data + "/battles.jsonl"
            try FailoverTests.battles.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try await ArenaProcess.run(["import", file] + url).status == 0)
            let (process, client) = try await ArenaProcess.serve(data: data, url)
            let backup = try await cluster.takeBackup()
            let kept = try await vote(client, times: 20)
            let isOnBoard = try await eventually { try await client.board().battles == 6 + 20 }
            #expect(isOnBoard)
            let before = try await client.board()
            try await Task.sleep(for: .milliseconds(50))
            let time = try await cluster.time()
            try await Task.sleep(for: .milliseconds(50))
            let lost = try await vote(client, times: 5)
            try await cluster.archiveLog()
            #expect(try await process.terminate() == 0)
            try await cluster.stop()

            try await backup.recover(from: cluster, until: time)
            let restored = ["--database-url", backup.connectionString(database: database.name)]
            let (again, heir) = try await ArenaProcess.serve(data: data, restored)
            #expect(try await heir.board() == before)
            for (tickets, status) in [(kept, "already_recorded"), (lost, "recorded")] {
                for ticket in tickets {
                    let receipt = try await heir.vote(ticket, "tie").decoded(ArenaClient.Receipt.self)
                    #expect(receipt.status == status)
                }
            }
            #expect(try await again.terminate() == 0)
            try await backup.stop()
        }

        /// Votes, and returns the tickets when all of it is on the board.
        private func vote(_ client: ArenaClient, times: Int) async throws -> [String] {
            let start = try await client.board().battles
            var tickets: [String] = []
            for _ in 0..<times {
                let ticket = try await client.draw()
                #expect(try await client.vote(ticket, "tie").status == 200)
                tickets.append(ticket)
            }
            let isOnBoard = try await eventually { try await client.board().battles == start + times }
            #expect(isOnBoard)
            return tickets
        }
    }
}
