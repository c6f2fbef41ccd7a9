import ArenaTestSupport
import Foundation
import Testing

extension EndToEnd {
    @Suite(.timeLimit(.minutes(10))) struct ImportTests {
        private static let csv = """
            model_a,model_b,winner,judge,language
            Ash,Beech,model_a,j1,English
            Beech,Ash,model_a,j2,English
            Beech,Cherry,tie,j1,English
            Cherry,Ash,tie (bothbad),j3,Korean
            Ash,Beech,model_a,j1,English
            Ash,Elm,model_a,j1,English

            """

        private func file(_ text: String, _ name: String, in data: String) throws -> String {
            let path = "\(data)-\(name)"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }

        @Test func importedDataReplacesTheSampleAndAgreesWithOfflineRanking() async throws {
            try await EndToEnd.withArena { arena in
                let path = try file(Self.csv, "b.csv", in: arena.data)
                let first = try await ArenaProcess.run(["import", path, "--data-directory", arena.data])
                #expect(first.status == 0 && first.out.contains("6 battles added, 0 already there"), "\(first)")
                var board = try await arena.client.board()
                _ = try await eventually {
                    board = try await arena.client.board()
                    return board.battles == 6
                }
                #expect(!board.sample && board.battles == 6)
                #expect(Set(board.models.map(\.name)) == ["Ash", "Beech", "Cherry"])
                #expect(board.notRankable == [.init(name: "Elm", reason: "never_won")])
                #expect(board.models.first { $0.name == "Cherry" }?.bothBad == 1)

                let again = try await ArenaProcess.run(["import", path, "--data-directory", arena.data])
                #expect(again.out.contains("0 battles added, 6 already there"), "\(again)")
                let longer = try file(Self.csv + "Elm,Cherry,model_a,,\n", "longer.csv", in: arena.data)
                let more = try await ArenaProcess.run(["import", longer, "--data-directory", arena.data])
                #expect(more.out.contains("1 battle added, 6 already there"), "\(more)")

                let table = try await ArenaProcess.run(["rank", longer])
                #expect(table.out.contains("95 % interval") && table.out.contains("Cherry"))
                let sheet = try await ArenaProcess.run(["rank", longer, "--format", "csv"])
                #expect(
                    sheet.out.split(separator: "\r\n").count == 5 && sheet.out.hasPrefix("rank,rank_lower_bound,model,")
                )
                let ranked = try await ArenaProcess.run(["rank", longer, "--format", "json"])
                let offline = try ArenaClient.Answer(status: 200, etag: nil, body: Data(ranked.out.utf8))
                    .decoded(ArenaClient.Board.self)
                _ = try await eventually {
                    board = try await arena.client.board()
                    return board.battles == 7
                }
                #expect(offline.models == board.models && offline.models.count == 4)
                let stored = try await ArenaProcess.run(["rank", "--format", "json", "--data-directory", arena.data])
                let folded = try ArenaClient.Answer(status: 200, etag: nil, body: Data(stored.out.utf8))
                    .decoded(ArenaClient.Board.self)
                #expect(folded == board)
            }
        }

        @Test func aFileAndItsLongerEditionInOneCommandAreCountedOnce() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let short = try file(Self.csv, "short.csv", in: data)
            let long = try file(Self.csv + "Elm,Cherry,model_a,,\n", "long.csv", in: data)
            let output = try await ArenaProcess.run(["import", short, long, "--data-directory", data])
            #expect(output.out.contains("6 battles added, 0 already there"), "\(output)")
            #expect(output.out.contains("1 battle added, 6 already there"), "\(output)")
        }

        @Test func namesThatLookAlikeAreKeptApartAndNamed() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let text = "model_a,model_b,winner\nCaf\u{e9},Cafe\u{301},tie\nCaf\u{e9},caf\u{e9} ,tie\n"
            let path = try file(text, "names.csv", in: data)
            let ranked = try await ArenaProcess.run(["rank", path, "--format", "json"])
            let board = try ArenaClient.Answer(status: 200, etag: nil, body: Data(ranked.out.utf8))
                .decoded(ArenaClient.Board.self)
            #expect(board.models.count == 3 && Set(board.models.map(\.model)).count == 3)
            #expect(ranked.err.contains("look alike"))
        }

        @Test func whatIsNoPlainFileOrNoArenaIsRefused() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let device = try await ArenaProcess.run(["import", "/dev/null", "--data-directory", data])
            #expect(device.status != 0 && device.err.contains("plain file"))
            let nowhere = try await ArenaProcess.run(["rank", "--data-directory", data + "/none"])
            #expect(nowhere.status != 0 && nowhere.err.contains("There is no arena in"))
            #expect(!FileManager.default.fileExists(atPath: data + "/none"))
        }

        @Test func aRestartPublishesTheSameDigits() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let path = try file(Self.csv, "b.csv", in: data)
            #expect(try await ArenaProcess.run(["import", path, "--data-directory", data]).status == 0)
            var boards: [ArenaClient.Board] = []
            for _ in 0..<2 {
                let (process, client) = try await ArenaProcess.serve(data: data)
                boards.append(try await client.board())
                #expect(try await process.terminate() == 0)
                if boards.count == 2 {
                    #expect(try await process.log().contains("Continuing from the checkpoint at 6"))
                }
            }
            #expect(boards[0] == boards[1] && boards[0].battles == 6)
        }

        @Test(arguments: [
            ("Ash,Ash,tie,,\n", "model_b"),
            ("Ash,Beech,leftvote,,\n", "winner"),
            (",Beech,tie,,\n", "model_a"),
            ("Ash,Beech\n", "columns"),
        ])
        func aBadRecordStopsTheImportBeforeAnythingIsStored(line: String, field: String) async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let path = try file(Self.csv + line, "bad.csv", in: data)
            let output = try await ArenaProcess.run(["import", path, "--data-directory", data])
            #expect(output.status != 0)
            #expect(output.err.contains("\(path):8") && output.err.contains(field), "\(output.err)")
            let empty = try await ArenaProcess.run(["rank", "--data-directory", data])
            #expect(empty.out.contains("No model can be rated yet"), "\(empty)")
            let skipping = try await ArenaProcess.run(["import", path, "--skip-invalid", "--data-directory", data])
            #expect(skipping.status == 0 && skipping.err.contains("\(path):8"))
            #expect(skipping.out.contains("6 battles added, 0 already there, 1 left out"), "\(skipping)")
        }

        @Test func excludedBattlesLeaveTheBoardAndComeBack() async throws {
            try await EndToEnd.withArena { arena in
                let client = arena.client
                let before = try await client.board()
                let receipt = try await client.vote(try await client.draw(), "model_a").decoded(
                    ArenaClient.Receipt.self
                )
                _ = try await eventually { try await client.board().battles == 3001 }
                let voted = try await client.board()
                func withdraw(_ command: String) async throws {
                    let arguments = [command, receipt.battle, "--reason", "test", "--data-directory", arena.data]
                    let output = try await ArenaProcess.run(arguments)
                    #expect(output.status == 0, "\(output)")
                }
                try await withdraw("exclude")
                let isOut = try await eventually { try await client.board().models == before.models }
                #expect(isOut)
                try await withdraw("reinstate")
                let isBack = try await eventually { try await client.board().models == voted.models }
                #expect(isBack)
            }
        }
    }
}
