import ArenaTestSupport
import Foundation
import PostgresTestSupport
import Testing

extension EndToEnd {
    @Suite(.timeLimit(.minutes(5))) struct FailoverTests {
        @Test func aPromotedReplicaTakesOverAndVotingGoesOn() async throws {
            let primary = try await TestCluster.start()
            let database = try await primary.makeDatabase()
            let replica = try await primary.startReplica()
            try await primary.commitSynchronously()
            let folders = "\(primary.socketDirectory),\(replica.socketDirectory)"
            let url =
                "host=\(folders) port=\(primary.port),\(replica.port) user=postgres dbname=\(database.name) target_session_attrs=read-write"
            #expect(try await ArenaProcess.run(["migrate", "apply", "--database-url", url]).status == 0)
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let file = data + "/battles.jsonl"
            try Self.battles.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try await ArenaProcess.run(["import", file, "--database-url", url]).status == 0)

            let (process, client) = try await ArenaProcess.serve(data: data, ["--database-url", url])
            var confirmed: [String] = []
            for _ in 0..<20 {
                let ticket = try await client.draw()
                if try await client.vote(ticket, "tie").status == 200 { confirmed.append(ticket) }
            }
            try await primary.crash()
            // While nobody takes writes, a vote is refused and not lost: its sender keeps the ticket.
            let kept = confirmed[0]
            let away = try await client.vote(kept, "tie")
            #expect(away.status == 503)
            try await replica.promote()
            let isBack = try await eventually(within: .seconds(30)) { try await client.vote(kept, "tie").status == 200 }
            #expect(isBack)
            for ticket in confirmed {
                let answer = try await client.vote(ticket, "tie").decoded(ArenaClient.Receipt.self)
                #expect(answer.status == "already_recorded")
            }
            let fresh = try await client.vote(try await client.draw(), "model_a").decoded(ArenaClient.Receipt.self)
            #expect(fresh.status == "recorded")
            let isOnBoard = try await eventually { try await client.board().battles == 6 + confirmed.count + 1 }
            #expect(isOnBoard)
            #expect(try await process.terminate() == 0)
            try await replica.stop()
        }

        static let battles = ["Ash", "Beech", "Cedar"].enumerated().flatMap { number, model in
            let other = ["Ash", "Beech", "Cedar"][(number + 1) % 3]
            return ["model_a", "model_b"].map { winner in
                #"{"question_id": "\#(number)\#(winner)", "model_a": "\#(model)", "model_b": "\#(other)", "winner": "\#(winner)", "#
                    + #""judge": "j", "tstamp": 1, "conversation_a": [{"role": "user", "content": "Which tree?"}, "#
                    + #"{"role": "assistant", "content": "An answer."}], "conversation_b": [{"role": "user", "content": "#
                    + #""Which tree?"}, {"role": "assistant", "content": "Another answer."}]}"#
            }
        }.joined(separator: "\n")
    }
}
