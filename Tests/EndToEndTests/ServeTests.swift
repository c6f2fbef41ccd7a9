import ArenaTestSupport
import Foundation
import PostgresTestSupport
import Testing

extension EndToEnd {
    @Suite(.timeLimit(.minutes(10))) struct ServeTests {
        @Test func theSampleIsAliveAndAVoteMovesIt() async throws {
            try await EndToEnd.withArena { arena in
                let client = arena.client
                let board = try await client.board()
                #expect(board.sample && board.models.count == 6 && board.battles == 3000 && board.converged)
                #expect(board.models.map(\.rating) == board.models.map(\.rating).sorted(by: >))
                let receipt = try await client.vote(try await client.draw(), "model_a").decoded(
                    ArenaClient.Receipt.self
                )
                #expect(receipt.status == "recorded" && receipt.outcome == "model_a")
                let isCounted = try await eventually { try await client.board().battles == 3001 }
                #expect(isCounted)
                for path in ["/", "/leaderboard", "/script/vote.js", "/style/base.css"] {
                    #expect(try await client.get(path).status == 200, "\(path)")
                }
            }
        }

        @Test func emptySkipsTheSample() async throws {
            try await EndToEnd.withArena(["--empty"]) { arena in
                let board = try await arena.client.board()
                #expect(!board.sample && board.models.isEmpty && board.battles == 0)
                let refusal = try await arena.client.post("/api/v1/battles")
                #expect(refusal.status == 503)
                #expect(try refusal.decoded(ArenaClient.Refusal.self).error.code == "no_battles")
            }
        }

        @Test func unchangedBoardsAreNotSentAgain() async throws {
            try await EndToEnd.withArena { arena in
                let first = try await arena.client.get("/api/v1/leaderboard")
                let etag = try #require(first.etag)
                let second = try await arena.client.get("/api/v1/leaderboard", headers: ["if-none-match": etag])
                #expect(second.status == 304 && second.body.isEmpty)
            }
        }

        @Test func aThousandPostsOfOneTicketAreOneBattle() async throws {
            try await EndToEnd.withArena { arena in
                let client = arena.client
                let ticket = try await client.draw()
                let statuses = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<1000 {
                        group.addTask {
                            let answer = try await client.vote(ticket, "tie")
                            return answer.status == 200
                                ? try answer.decoded(ArenaClient.Receipt.self).status : "\(answer.status)"
                        }
                    }
                    return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
                }
                #expect(statuses == ["recorded": 1, "already_recorded": 999])
                let conflict = try await client.vote(ticket, "model_b")
                #expect(conflict.status == 409)
                #expect(try conflict.decoded(ArenaClient.Refusal.self).error.code == "outcome_conflict")
                let isCounted = try await eventually { try await client.board().battles == 3001 }
                #expect(isCounted)
            }
        }

        @Test func votesThatALockHoldsUpAreCountedOnceWhenItIsGone() async throws {
            try await EndToEnd.withArena(["--vote-timeout", "1"]) { arena in
                let socket = ["-h", arena.data + "/socket", "-U", "arena", "-d", "arena", "-q", "-o", "/dev/null"]
                let holding = Task {
                    let hold = "BEGIN; SELECT FROM log_head FOR UPDATE; SELECT pg_sleep(4); COMMIT"
                    try await PostgresTools.run("psql", socket + ["-c", hold])
                }
                let battles = try await arena.client.board().battles
                let tickets = try await arena.client.draw(10)
                let isHeld = try await eventually {
                    try await arena.client.vote(tickets[0], "tie").status == 503
                }
                #expect(isHeld)
                for ticket in tickets.dropFirst() {
                    let answer = try await arena.client.vote(ticket, "tie")
                    #expect(answer.status == 503 || answer.status == 200)
                }
                try await holding.value
                for ticket in tickets {
                    let isIn = try await eventually { try await arena.client.vote(ticket, "tie").status == 200 }
                    #expect(isIn)
                }
                let isOnBoard = try await eventually {
                    try await arena.client.board().battles == battles + tickets.count
                }
                #expect(isOnBoard)
            }
        }

        @Test func ticketsOfOthersAndOldOnesAreRefused() async throws {
            try await EndToEnd.withArena(["--ticket-lifetime", "1"]) { arena in
                let ticket = try await arena.client.draw()
                var altered = Array(ticket)
                altered[20] = altered[20] == "x" ? "y" : "x"
                let refusal = try await arena.client.vote(String(altered), "tie")
                #expect(refusal.status == 400)
                #expect(try refusal.decoded(ArenaClient.Refusal.self).error.code == "ticket_invalid")
                try await Task.sleep(for: .seconds(1.1))
                let late = try await arena.client.vote(ticket, "tie")
                #expect(late.status == 410)
                #expect(try late.decoded(ArenaClient.Refusal.self).error.code == "ticket_expired")
                try await EndToEnd.withArena { other in
                    let foreign = try await other.client.vote(try await arena.client.draw(), "tie")
                    #expect(foreign.status == 400)
                }
                #expect(try await arena.client.board().battles == 3000)
            }
        }

        @Test func metricsAndHealthHaveAnAddressOfTheirOwn() async throws {
            try await EndToEnd.withArena(["--admin-port", "0"]) { arena in
                _ = try await arena.client.vote(try await arena.client.draw(), "tie")
                _ = try await arena.client.get("/api/v1/nothing/here")
                let log = try await arena.process.log()
                let match = try #require(log.firstMatch(of: #/operators: (http:\S+)\/metrics/#))
                let admin = ArenaClient(base: String(match.1))
                let answer = try await admin.get("/metrics")
                let text = String(decoding: answer.body, as: UTF8.self)
                for line in [
                    #"arena_votes_total{result="recorded"} 1"#, "arena_vote_seconds_count 1", "arena_batch_votes_sum 1",
                    #"http_requests_total{method="POST",route="/api/v1/battles/vote",status="200"} 1"#,
                    #"http_requests_total{method="GET",route="other",status="404"} 1"#,
                    #"postgres_pool_connections{pool="log",state="in_use"}"#, "arena_ledger_lag_seconds",
                    "# TYPE arena_fit_seconds histogram", "arena_snapshot_age_seconds",
                ] {
                    #expect(text.contains(line), "\(line)")
                }
                #expect(try await admin.get("/health/ready").status == 200)
                #expect(try await admin.get("/api/v1/leaderboard").status == 404)
                #expect(try await arena.client.get("/metrics").status == 404)
            }
        }

        @Test func aDirectoryInUseIsRefused() async throws {
            try await EndToEnd.withArena { arena in
                let second = try await ArenaProcess.run(["serve", "--data-directory", arena.data, "--port", "0"])
                #expect(second.status != 0)
                let owner = await arena.process.identifier
                #expect(second.err.contains("\(owner)") && second.err.contains("arena serve"))
                #expect(try await arena.client.isReady())
            }
        }

        @Test func aBattleOfTheSampleIsRevealedAlsoAfterRealDataCame() async throws {
            try await EndToEnd.withArena { arena in
                let ticket = try await arena.client.draw()
                let path = arena.data + "-real.csv"
                try "model_a,model_b,winner\nAsh,Beech,tie\n".write(toFile: path, atomically: true, encoding: .utf8)
                #expect(try await ArenaProcess.run(["import", path, "--data-directory", arena.data]).status == 0)
                let hasSwitched = try await eventually { try await arena.client.board().battles == 1 }
                #expect(hasSwitched)
                let receipt = try await arena.client.vote(ticket, "tie").decoded(ArenaClient.Receipt.self)
                #expect(!receipt.modelA.name.isEmpty && receipt.modelA.name != "Ash")
                #expect(try await arena.client.board().battles == 1)
            }
        }

        @Test func aSchemaThatIsBehindIsRefusedUntilMigrated() async throws {
            let url = try await TestCluster.shared().makeDatabase().connectionString
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let refused = try await ArenaProcess.run(["serve", "--port", "0"], environment: ["DATABASE_URL": url])
            #expect(refused.status != 0 && refused.err.contains("0001_catalogue"))
            let behind = try await ArenaProcess.run(["migrate", "status", "--database-url", url])
            #expect(behind.status != 0 && behind.out.contains("pending   0002_battle_log"))
            let applied = try await ArenaProcess.run(["migrate", "apply", "--database-url", url])
            #expect(applied.status == 0 && applied.out.contains("applied 0003_folds"))
            #expect(try await ArenaProcess.run(["migrate", "status", "--database-url", url]).status == 0)
            let (process, client) = try await ArenaProcess.serve(data: data, ["--database-url", url])
            let board = try await client.board()
            #expect(board.models.isEmpty && !board.sample, "no sample content in a database of somebody else's")
            #expect(try await process.terminate() == 0)
        }

        @Test(arguments: [
            (["serve", "--port", "99999"], "port"),
            (["serve", "--host", "256.1.1.1"], "256.1.1.1"),
            (["serve", "--log-level", "loud"], "log-level"),
            (["serve", "--config", "/nonexistent.json"], "/nonexistent.json"),
            (["serve", "--database-url", "postgres://%zz"], "connection"),
            (["import", "/nonexistent.csv"], "/nonexistent.csv"),
            (["rank", "/nonexistent.csv"], "/nonexistent.csv"),
            (["exclude", "not-a-uuid", "--reason", "x"], "not-a-uuid"),
        ])
        func mistakesAreNamed(arguments: [String], named: String) async throws {
            let output = try await ArenaProcess.run(arguments)
            #expect(output.status != 0)
            #expect(output.err.contains(named), "\(output.err)")
        }

        @Test func flagsGoBeforeTheEnvironmentAndThatBeforeTheFile() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let file = data + "/settings.json"
            try #"{"log-level": "loud-file", "port": 0}"#.write(toFile: file, atomically: true, encoding: .utf8)
            let fromFile = try await ArenaProcess.run(["rank", "--config", file])
            #expect(fromFile.err.contains("loud-file"))
            let fromEnvironment = try await ArenaProcess.run(
                ["rank", "--config", file],
                environment: ["ARENA_LOG_LEVEL": "loud-variable"]
            )
            #expect(fromEnvironment.err.contains("loud-variable"))
            let fromFlag = try await ArenaProcess.run(
                ["rank", "--config", file, "--log-level", "loud-flag"],
                environment: ["ARENA_LOG_LEVEL": "loud-variable"]
            )
            #expect(fromFlag.err.contains("loud-flag"))
        }
    }
}
