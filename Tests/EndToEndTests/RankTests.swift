import Foundation
import FoundationXML
import Testing

extension EndToEnd {
    /// `arena rank` over files, asked in the ways in which people ask.
    @Suite struct RankTests {
        private static let csv = """
            model_a,model_b,winner,judge,language,tstamp
            Ash,Birch,model_a,j1,English,1700000000
            Birch,Ash,model_a,j2,English,1700000100
            Ash,Birch,tie,j1,Korean,1700100000
            Birch,Cedar,model_a,j2,English,1700200000
            Cedar,Birch,model_a,j1,English,1700300000
            Cedar,Ash,tie (bothbad),j3,English,1700400000
            Ash,Cedar,model_a,j1,Korean,1700500000
            "a|b, *c*",Ash,model_b,j1,English,1700600000

            """

        private struct Board: Decodable {
            struct Model: Decodable {
                let name: String
                let rating: Double
                let standardError: Double?
                let ratingLower, ratingUpper: Double?
            }
            struct Scale: Decodable {
                let confidence: Double
                let interval: String
            }
            struct Parameter: Decodable {
                let name: String
                let value: Double
            }
            struct Hold: Decodable {
                let above, below: String
                let votes: Int?
            }
            let method: String
            let slice: String
            let scale: Scale
            let battles: Int
            let ridge: Double?
            let models: [Model]
            let parameters: [Parameter]?
            let fragility: [Hold]?
        }

        private struct Boards: Decodable {
            struct Board: Decodable {
                struct Model: Decodable {
                    let name: String
                    let rating: Double
                }
                let slice: String
                let battles: Int
                let models: [Model]
            }
            let boards: [Board]
        }

        private func boards(_ arguments: [String]) async throws -> [Boards.Board] {
            let run = try await ArenaProcess.run(["rank"] + arguments + ["--format", "json"])
            #expect(run.status == 0, "\(run)")
            return try JSONDecoder().decode(Boards.self, from: Data(run.out.utf8)).boards
        }

        private func withFile(_ body: (String) async throws -> Void) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "arena-rank-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appending(path: "b.csv").path
            try Self.csv.write(toFile: path, atomically: true, encoding: .utf8)
            try await body(path)
        }

        private func board(_ arguments: [String]) async throws -> Board {
            let run = try await ArenaProcess.run(["rank"] + arguments + ["--format", "json"])
            #expect(run.status == 0, "\(run)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Board.self, from: Data(run.out.utf8))
        }

        @Test func countsOfPairsAreRankedAsTheirBattles() async throws {
            try await withFile { path in
                let counts = path + ".counts.csv"
                try """
                model_a,model_b,wins_a,wins_b,ties,both_bad
                Ash,Birch,1,1,1,0
                Cedar,Birch,1,1,0,0
                Ash,Cedar,1,0,0,1
                "a|b, *c*",Ash,0,1,0,0

                """.write(toFile: counts, atomically: true, encoding: .utf8)
                let (single, counted) = (try await board([path]), try await board([counts]))
                #expect(counted.battles == single.battles && counted.models.map(\.name) == single.models.map(\.name))
                #expect(counted.models.map(\.rating) == single.models.map(\.rating))
                let fewer = try await board([counts, "--without-model", "Cedar"])
                #expect(fewer.battles == 4)
                let run = try await ArenaProcess.run(["rank", counts, "--language", "en"])
                #expect(run.status != 0 && run.err.contains("counts of pairs"))
            }
        }

        @Test func battlesAreChosenByColumns() async throws {
            try await withFile { path in
                for (condition, battles) in [
                    ("judge = j1", 5), ("judge != j1", 3), ("tstamp >= 1700200000", 5), ("language ~ 'ore'", 2),
                    ("winner==tie", 1), ("model_a ~ |", 1), ("tstamp < 2", 0),
                ] {
                    #expect(try await board([path, "--where", condition]).battles == battles, "\(condition)")
                }
                #expect(try await board([path, "--where", "judge = j1", "--where", "language = Korean"]).battles == 2)
                let odd = path + ".odd.csv"
                try """
                model_a,model_b,winner,grade
                A,B,tie,1
                B,A,tie,nan
                A,B,tie,5
                B,A,tie,N/A
                A,B,tie,

                """.write(toFile: odd, atomically: true, encoding: .utf8)
                for (condition, battles) in [("grade = 3", 0), ("grade >= 3", 1), ("grade > 1", 1), ("grade != 3", 5)] {
                    #expect(try await board([odd, "--where", condition]).battles == battles, "\(condition)")
                }
                let lines = path + ".jsonl"
                try """
                {"model_a":"A","model_b":"B","winner":"model_a","conv_metadata":{"turns":3},"ok":true,"category_tag":{"if_v0.1":{"if":true,"score":4}}}
                {"model_a":"B","model_b":"A","winner":"model_a","conv_metadata":"{\\"turns\\": 12}","ok":false}
                {"model_a":"B","model_b":"A","winner":"tie"}

                """.write(toFile: lines, atomically: true, encoding: .utf8)
                #expect(try await board([lines, "--where", "conv_metadata.turns > 3"]).battles == 1)
                #expect(try await board([lines, "--where", "category_tag.if_v0.1.score >= 4"]).battles == 1)
                #expect(try await board([lines, "--where", "ok = true"]).battles == 1)
                #expect(try await board([lines, "--where", "ok = ''"]).battles == 1)
                let table = path + ".flags.csv"
                try """
                model_a,model_b,winner,is_code,tags,moderation
                A,B,tie,True,sql|ml,"{""flagged"": true}"
                B,A,tie,1,sql,"{'flagged': False}"
                A,B,tie,false,,
                B,A,tie,,,

                """.write(toFile: table, atomically: true, encoding: .utf8)
                for (condition, battles) in [
                    ("is_code = true", 2), ("is_code = 1", 2), ("is_code = False", 1), ("is_code != true", 2),
                    ("tags ~ sql", 2),
                    ("moderation.flagged = true", 1), ("moderation.flagged = false", 1), ("moderation.flagged = ''", 2),
                ] {
                    #expect(try await board([table, "--where", condition]).battles == battles, "\(condition)")
                }
                #expect(try await board([lines, "--where", "ok = 1"]).battles == 1)
                let unknown = try await ArenaProcess.run(["rank", lines, "--where", "colour = red"])
                #expect(unknown.status == 0 && unknown.err.contains("no record has “colour”"))
                for (arguments, expected) in [
                    ([path, "--where", "size > 3"], "size"), ([path, "--where", "judge"], "judge"),
                    (["--where", "a = b"], "name a file"), ([path, "--where", "judge >"], "judge >"),
                    ([path, "--where", "tstamp >> 2"], "tstamp >> 2"),
                ] {
                    let run = try await ArenaProcess.run(["rank"] + arguments)
                    #expect(run.status != 0 && run.err.contains(expected), "\(arguments): \(run)")
                }
            }
        }

        @Test func battlesWeighByTheirDraws() async throws {
            try await withFile { path in
                let drawn = path + ".drawn.csv"
                func write(_ probability: (Int) -> String) throws {
                    let lines = Self.csv.split(separator: "\n").enumerated().map { number, line in
                        line + "," + (number == 0 ? "probability" : probability(number))
                    }
                    try (lines.joined(separator: "\n") + "\n").write(toFile: drawn, atomically: true, encoding: .utf8)
                }
                try write { _ in "0.25" }
                let weights = ["--weights", "draw-probability"]
                let (plain, equal) = (try await board([path]), try await board([drawn] + weights))
                #expect(equal.models.map(\.name) == plain.models.map(\.name))
                for (one, other) in zip(plain.models, equal.models) {
                    let errors = (one: try #require(one.standardError), other: try #require(other.standardError))
                    #expect(abs(one.rating - other.rating) < 1e-6 && abs(errors.one - errors.other) < 1e-6)
                }
                try write { $0 == 1 ? "0.05" : "0.5" }
                let leaning = try await board([drawn] + weights)
                let (ash, before) = try (
                    #require(leaning.models.first { $0.name == "Ash" }),
                    #require(plain.models.first { $0.name == "Ash" })
                )
                #expect(ash.rating > before.rating + 10, "the battle that Ash won counts ten times as much")
                let bootstrap = ["--ridge", "0.5", "--intervals", "bootstrap", "--rounds", "50"]
                let resampled = try await board([drawn] + weights + bootstrap)
                #expect(resampled.models.contains { ($0.standardError ?? 0) > 0 }, "single battles are drawn anew")
                try write { $0 == 1 ? "1.5" : "0.5" }
                let run = try await ArenaProcess.run(["rank", drawn] + weights)
                #expect(run.status != 0 && run.err.contains("drawn.csv:2: probability: 1.5 is no probability"))
                let skipped = try await ArenaProcess.run(["rank", drawn, "--skip-invalid"] + weights)
                #expect(skipped.status == 0 && skipped.err.contains("left out: ") && skipped.err.contains(":2: "))
                for probability in ["", "-0.1", "0", "1e-300", "one"] {
                    try write { $0 == 3 ? probability : "0.5" }
                    let run = try await ArenaProcess.run(["rank", drawn] + weights)
                    #expect(run.status != 0 && run.err.contains("drawn.csv:4: probability"), "\(run.err)")
                }
            }
        }

        @Test func severalModelsArePinned() async throws {
            try await withFile { path in
                let pinned = try await board([path, "--anchor", "Birch=1200", "--anchor", "Ash=1100"])
                for (name, rating) in [("Birch", 1200.0), ("Ash", 1100)] {
                    let model = try #require(pinned.models.first { $0.name == name })
                    #expect(model.rating == rating && model.standardError == 0)
                }
                let twice = try await ArenaProcess.run(["rank", path, "--anchor", "Ash=1", "--anchor", "Ash=2"])
                #expect(twice.status != 0 && twice.err.contains("more than once"))
            }
        }

        @Test func filesAreCleanedByRules() async throws {
            try await withFile { path in
                let few = try await ArenaProcess.run(["rank", path, "--per-judge", "2", "--format", "json"])
                #expect(
                    few.status == 0 && few.out.contains("\"battles\":5")
                        && few.err.contains("3 above the limit of their judge")
                )
                let log = try await ArenaProcess.run(["rank", "--clean"])
                #expect(log.status != 0 && log.err.contains("for files"))
            }
        }

        @Test func partsOfFilesAndOfTheLogAreRankedAlike() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            try await withFile { path in
                let sliced = try await boards([path, "--by", "language"])
                #expect(sliced.map(\.slice).first == "overall" && sliced.map(\.battles).first == 8)
                #expect(sliced.count == 3 && Set(sliced.dropFirst().map(\.battles)) == [6, 2])
                let few = try await boards([path, "--by", "language", "--least", "3"])
                #expect(few.count == 2)
                // One part alone is what it is among the others.
                let language = try #require(sliced.first { $0.battles == 6 }?.slice.split(separator: "=").last)
                let alone = try await board([path, "--language", String(language)])
                #expect(alone.battles == 6)
                #expect(alone.models.map(\.rating) == sliced.first { $0.battles == 6 }?.models.map(\.rating))
                let table = try await ArenaProcess.run(["rank", path, "--by", "language", "--format", "csv"])
                #expect(
                    table.out.hasPrefix("slice,rank,") && table.out.components(separatedBy: "slice,rank").count == 2
                )

                let own = ["--data-directory", data]
                #expect(try await ArenaProcess.run(["import", path] + own).status == 0)
                let stored = try await boards(["--by", "language"] + own)
                #expect(Set(stored.map(\.slice)) == Set(sliced.map(\.slice)))
                for board in stored {
                    let same = try #require(sliced.first { $0.slice == board.slice })
                    #expect(same.models.map(\.name) == board.models.map(\.name))
                    #expect(same.models.map(\.rating) == board.models.map(\.rating))
                }
                for filter in [
                    ["--judge", "j1"], ["--without-judge", "j1"], ["--since", "2023-11-16"],
                    ["--without-model", "Cedar"],
                ] {
                    let (file, log) = (try await board([path] + filter), try await board(filter + own))
                    #expect(file.battles == log.battles && file.battles < 8, "\(filter)")
                    #expect(file.models.map(\.rating) == log.models.map(\.rating), "\(filter)")
                }
                let saved = try await ArenaProcess.run(["rank", "--by", "language", "--save"] + own)
                #expect(saved.status == 0 && saved.err.contains("kept"))
                for options in [["--method", "davidson"], ["--method", "elo"]] {
                    let saved = try await ArenaProcess.run(["rank", "--save"] + options + own)
                    #expect(saved.status == 0 && saved.err.contains("kept"), "\(saved)")
                }
            }
        }

        @Test func methodsAreStatedAndDiffer() async throws {
            try await withFile { path in
                let plain = try await board([path])
                #expect(plain.method == "bradley_terry" && plain.parameters == nil && plain.models.count == 3)
                let davidson = try await board([path, "--method", "davidson"])
                #expect(davidson.method == "davidson" && davidson.parameters?.map(\.name) == ["log_nu"])
                let kupper = try await board([path, "--method", "rao-kupper", "--intervals", "inverse-hessian"])
                #expect(kupper.parameters?.map(\.name) == ["eta"] && kupper.scale.interval == "inverse_hessian")
                let pinned = try await board([path, "--anchor", "Birch=1200", "--confidence", "90"])
                let birch = try #require(pinned.models.first { $0.name == "Birch" })
                #expect(birch.rating == 1200 && birch.standardError == 0 && pinned.scale.confidence == 0.9)
                // A ridge rates the model that only lost.
                let ridge = try await board([path, "--ridge", "0.5"])
                #expect(ridge.models.count == 4 && ridge.ridge == 0.5)
                let rounds = ["--intervals", "bootstrap", "--rounds", "50", "--seed", "3"]
                let (one, again) = (try await board([path] + rounds), try await board([path] + rounds))
                #expect(one.models.map(\.standardError) == again.models.map(\.standardError))
            }
        }

        @Test func eloFollowsTheOrderAndSaysSo() async throws {
            try await withFile { path in
                let board = try await board([path, "--method", "elo"])
                // The file's battles one after the other, K = 4.
                var ratings = ["Ash": 1000.0, "Birch": 1000, "Cedar": 1000, "a|b, *c*": 1000]
                for (a, b, score) in [
                    ("Ash", "Birch", 1.0), ("Birch", "Ash", 1), ("Ash", "Birch", 0.5), ("Birch", "Cedar", 1),
                    ("Cedar", "Birch", 1), ("Cedar", "Ash", 0.5), ("Ash", "Cedar", 1), ("a|b, *c*", "Ash", 0),
                ] {
                    let change = 4 * (score - 1 / (1 + pow(10, (ratings[b]! - ratings[a]!) / 400)))
                    ratings[a]! += change
                    ratings[b]! -= change
                }
                #expect(board.method == "elo" && board.scale.interval == "none" && board.models.count == 4)
                for model in board.models {
                    #expect(abs(model.rating - ratings[model.name]!) < 1e-6 && model.standardError == nil)
                }
                let orders = ["--method", "elo", "--intervals", "permutations", "--rounds", "50", "--confidence", "90"]
                let spread = try await self.board([path] + orders)
                #expect(spread.scale.interval == "permutations" && spread.scale.confidence == 0.9)
                #expect(spread.models.map(\.rating) == board.models.map(\.rating))
                for model in spread.models {
                    #expect((model.ratingLower ?? 0) < (model.ratingUpper ?? 0), "\(model)")
                }
                let table = try await ArenaProcess.run(["rank", path, "--method", "elo"])
                #expect(table.out.contains("order-dependent"))
                // In the order of the files, however each of them is read: the first has nothing but models and winner.
                let plain = path + ".plain.csv"
                try "model_a,model_b,winner\nCedar,Dogwood,model_b\nDogwood,Ash,model_b\nAsh,Cedar,model_a\n"
                    .write(toFile: plain, atomically: true, encoding: .utf8)
                let read = try String(contentsOfFile: plain, encoding: .utf8)
                    .split(separator: "\n").enumerated().map { $1 + ($0 == 0 ? ",judge" : ",j") }
                let recorded = path + ".recorded.csv"
                try read.joined(separator: "\n").write(toFile: recorded, atomically: true, encoding: .utf8)
                for files in [[plain, path], [path, plain], [plain, path, plain]] {
                    let other = files.map { $0 == plain ? recorded : $0 }
                    let one = try await self.board(files + ["--method", "elo"])
                    let two = try await self.board(other + ["--method", "elo"])
                    #expect(one.models.map(\.rating) == two.models.map(\.rating))
                    #expect(one.models.map(\.name) == two.models.map(\.name))
                }
                let slices = try await boards([path, "--method", "elo", "--by", "language"])
                #expect(slices.map(\.battles).sorted() == [2, 6, 8])
                for wrong in [
                    ["--intervals", "sandwich"], ["--ridge", "1"], ["--anchor", "Ash=1"], ["--fragility"],
                    ["--weights", "balanced-pairs"],
                ] {
                    let run = try await ArenaProcess.run(["rank", path, "--method", "elo"] + wrong)
                    #expect(run.status == 64, "\(wrong): \(run)")
                }
            }
        }

        @Test func battlesAreChosen() async throws {
            try await withFile { path in
                for (arguments, battles) in [
                    (["--language", "Korean"], 2), (["--since", "2023-11-17"], 5),
                    (["--until", "2023-11-16T00:00:00Z"], 2),
                    (["--judge", "j1", "--judge", "j2", "--without-judge", "j2"], 5),
                    (["--without-model", "Cedar"], 4), (["--since", "2023-11-17T06:00:00"], 4),
                    (["--category", "excluding_ties"], 6), (["--without-category", "excluding_ties"], 2),
                    (["--model", "Ash", "--model", "Birch"], 3),
                ] {
                    let board = try await board([path] + arguments)
                    #expect(board.battles == battles, "\(arguments)")
                }
            }
        }

        @Test func chosenBattlesAreCalledByTheirSlice() async throws {
            try await withFile { path in
                for (arguments, slice) in [
                    (["--language", "Korean"], "language=ko"), (["--category", "excluding_ties"], "excluding_ties"),
                    (["--language", "Korean", "--method", "davidson"], "language=ko"),
                    (["--language", "Korean", "--since", "2023-11-17"], "overall"),
                    (["--language", "ko", "--language", "en"], "overall"),
                ] {
                    #expect(try await board([path] + arguments).slice == slice, "\(arguments)")
                }
                let nobody = try await ArenaProcess.run(["rank", path, "--category", "codign"])
                #expect(nobody.status == 0 && nobody.err.contains("No battle is among those asked for"), "\(nobody)")
            }
        }

        @Test func aBattleIsWhatItsFirstRecordSays() async throws {
            try await withFile { path in
                let lines = path + ".jsonl"
                func line(_ number: Int, _ isCode: Bool) -> String {
                    """
                    {"question_id":"\(number)","tstamp":1,"model_a":"A","model_b":"B","winner":"tie","is_code":\(isCode)}

                    """
                }
                try [line(1, false), line(1, true), line(2, true)].joined()
                    .write(toFile: lines, atomically: true, encoding: .utf8)
                #expect(try await board([lines, "--category", "coding"]).battles == 1)
                let coding = try await boards([lines, "--by", "category"]).first { $0.slice == "coding" }
                #expect(coding?.battles == 1)
            }
        }

        @Test func whatNoRatedAnswerHasIsNoFeature() async throws {
            try await withFile { path in
                var lines = "model_a,model_b,winner,length,headers,lists,bold\n"
                for round in 0..<40 {
                    let (a, b) = round.isMultiple(of: 2) ? ("A", "B") : ("B", "A")
                    let winner = round % 3 == 0 ? "model_b" : "model_a"
                    lines += "\(a),\(b),\(winner),\(round % 7 - 3),\(round % 5 - 2),\(round % 4 - 1),0\n"
                }
                // Of two whom nobody else met.
                try (lines + "X,Y,model_a,0,0,0,1\n").write(toFile: path, atomically: true, encoding: .utf8)
                let board = try await board([path, "--style-control"])
                #expect(board.parameters?.map(\.name) == ["length", "headers", "lists"] && board.models.count == 2)
                let table = try await ArenaProcess.run(["rank", path, "--style-control"])
                #expect(table.out.contains("left out: bold"), "\(table)")
                let named = try await ArenaProcess.run(["rank", path, "--style-control=bold"])
                #expect(named.status == 1 && named.err.contains("bold"), "\(named)")
            }
        }

        @Test func aFileMayHaveNoBattles() async throws {
            try await withFile { path in
                let empty = path + ".csv"
                try "model_a,model_b,winner\n".write(toFile: empty, atomically: true, encoding: .utf8)
                let alone = try await ArenaProcess.run(["rank", empty])
                #expect(alone.status == 0 && alone.out.contains("No model can be rated yet"), "\(alone)")
                let beside = try await board([empty, path, empty])
                let itself = try await board([path])
                #expect(beside.models.map(\.rating) == itself.models.map(\.rating) && beside.battles == itself.battles)
            }
        }

        @Test func standardInputIsAFileToo() async throws {
            try await withFile { path in
                let piped = try await ArenaProcess.run(["rank", "-", "--format", "csv"], input: path)
                let named = try await ArenaProcess.run(["rank", path, "--format", "csv"])
                #expect(piped.status == 0 && piped.out == named.out, "\(piped)")
                let empty = try await ArenaProcess.run(["rank", "-"])
                #expect(empty.status != 0 && empty.err.contains("is empty"), "\(empty)")
            }
        }

        @Test func neighboursAreHeldByVotes() async throws {
            try await withFile { path in
                let board = try await board([path, "--fragility"])
                let holds = try #require(board.fragility)
                #expect(holds.map(\.above) == board.models.dropLast().map(\.name))
                #expect(holds.allSatisfy { ($0.votes ?? 0) > 0 })
                let table = try await ArenaProcess.run(["rank", path, "--fragility"])
                #expect(table.out.contains("votes to turn") && table.out.contains(" beat "))
                let sheet = try await ArenaProcess.run(["rank", path, "--fragility", "--format", "csv"])
                #expect(sheet.out.hasPrefix("rank,") && sheet.out.contains(",votes_to_next\r\n"))
            }
        }

        @Test func boardsAreCompared() async throws {
            try await withFile { path in
                let (before, after) = (path + ".1.json", path + ".2.json")
                let early = try await ArenaProcess.run(["rank", path, "--until", "2023-11-19", "--format", "json"])
                let late = try await ArenaProcess.run(["rank", path, "--ridge", "0.1", "--format", "json"])
                try early.out.write(toFile: before, atomically: true, encoding: .utf8)
                try late.out.write(toFile: after, atomically: true, encoding: .utf8)
                let run = try await ArenaProcess.run(["rank", "--compare", before, after])
                #expect(
                    run.status == 0 && run.out.contains("debuted at") && run.out.contains("beyond chance"),
                    "\(run)"
                )
                let markdown = try await ArenaProcess.run(["rank", "--compare", before, after, "--format", "markdown"])
                #expect(markdown.out.hasPrefix("| model |"))
            }
        }

        @Test func boardsAreComparedOnTheModelsOfBoth() async throws {
            struct Comparison: Decodable {
                struct Change: Decodable {
                    let name: String
                    let rank_before: Int?
                    let rank_after: Int?
                    let change: Double?
                    let standard_error: Double?
                    let beyond_chance: Bool?
                }
                let battles_before: Int
                let battles_after: Int
                let shift: Double
                let models: [Change]
            }
            try await withFile { path in
                // Two who win as often as they lose, and then, in the second board, a third whom both beat nine times in ten.
                func battles(_ a: String, _ b: String, won: Int, of count: Int) -> String {
                    (0..<count).map { "\(a),\(b),\($0 < won ? "model_a" : "model_b")\n" }.joined()
                }
                let birch = #""Birch, ""big""""#
                let old = "model_a,model_b,winner\n" + battles("Ash", birch, won: 500, of: 1000)
                let new = battles("Ash", "Cedar", won: 900, of: 1000) + battles(birch, "Cedar", won: 900, of: 1000)
                let files = [path + ".1.json", path + ".2.json"]
                for (file, csv) in zip(files, [old, old + new]) {
                    try csv.write(toFile: path, atomically: true, encoding: .utf8)
                    let board = try await ArenaProcess.run(["rank", path, "--format", "json"])
                    try board.out.write(toFile: file, atomically: true, encoding: .utf8)
                }
                let json = try await ArenaProcess.run(["rank", "--compare"] + files + ["--format", "json"])
                let comparison = try JSONDecoder().decode(Comparison.self, from: Data(json.out.utf8))
                #expect(comparison.battles_before == 1000 && comparison.battles_after == 3000)
                // ln 9 of strength below both: their mean is a third of that above the board's.
                #expect(abs(comparison.shift - 400 * log10(9.0) / 3) < 1e-6)
                #expect(comparison.models.map(\.rank_after) == [1, 1, 3])
                #expect(comparison.models.map(\.rank_before) == [1, 1, nil])
                #expect(comparison.models.map(\.beyond_chance) == [false, false, nil])
                for model in comparison.models.dropLast() { #expect(abs(model.change ?? .nan) < 1e-6) }
                let csv = try await ArenaProcess.run(["rank", "--compare"] + files + ["--format", "csv"])
                #expect(csv.out.hasPrefix("model,name,rank_before,") && csv.out.contains("cedar,Cedar,,3,,"))
                #expect(csv.out.contains(",\(birch),1,1,"))
                let back = try await ArenaProcess.run(["rank", "--compare"] + files.reversed() + ["--format", "json"])
                let gone = try JSONDecoder().decode(Comparison.self, from: Data(back.out.utf8))
                #expect(gone.models.last?.name == "Cedar" && gone.models.last?.rank_after == nil)
            }
        }

        @Test func comparedBoardsKnowModelsByNameAndPoints() async throws {
            struct Comparison: Decodable {
                struct Change: Decodable {
                    let name: String
                    let change: Double?
                }
                let models: [Change]
            }
            try await withFile { path in
                // Names that differ by what an address leaves out, in one order and in the other; anchored apart.
                let battles = [("GPT 4", "x", 9), ("x", "GPT 4", 3), ("gpt-4", "x", 3), ("x", "gpt-4", 9)]
                    .flatMap { a, b, count in Array(repeating: "\(a),\(b),model_a\n", count: count) }
                let files = [path + ".1.json", path + ".2.json"]
                for (file, (rows, anchor)) in zip(files, [(battles, "x=1000"), (battles.reversed(), "GPT 4=1300")]) {
                    try ("model_a,model_b,winner\n" + rows.joined()).write(
                        toFile: path,
                        atomically: true,
                        encoding: .utf8
                    )
                    let board = try await ArenaProcess.run(["rank", path, "--anchor", anchor, "--format", "json"])
                    try board.out.write(toFile: file, atomically: true, encoding: .utf8)
                }
                let json = try await ArenaProcess.run(["rank", "--compare"] + files + ["--format", "json"])
                let changes = try JSONDecoder().decode(Comparison.self, from: Data(json.out.utf8)).models
                #expect(Set(changes.map(\.name)) == ["GPT 4", "gpt-4", "x"] && changes.count == 3)
                #expect(changes.allSatisfy { abs($0.change ?? .nan) < 1e-6 })
            }
        }

        @Test func boardsOfSlicesAreCompared() async throws {
            try await withFile { path in
                let files = [path + ".1.json", path + ".2.json"]
                for (file, options) in zip(files, [["--until", "2023-11-19"], []]) {
                    let boards = try await ArenaProcess.run(
                        ["rank", path, "--by", "language", "--ridge", "1", "--format", "json"] + options
                    )
                    try boards.out.write(toFile: file, atomically: true, encoding: .utf8)
                }
                let table = try await ArenaProcess.run(["rank", "--compare"] + files)
                #expect(table.status == 0 && table.out.contains("overall:\nmodel"), "\(table)")
                #expect(table.out.contains("language=en:\nmodel"), "\(table)")
                let csv = try await ArenaProcess.run(["rank", "--compare"] + files + ["--format", "csv"])
                #expect(csv.out.hasPrefix("slice,model,name,") && csv.out.contains("\r\nlanguage=en,"))
                let json = try await ArenaProcess.run(["rank", "--compare"] + files + ["--format", "json"])
                #expect(json.out.hasPrefix("[{\"comparison\":{") && json.out.contains("\"slice\":\"overall\""))
                // A board of all battles is one of the slices.
                let whole = try await ArenaProcess.run(["rank", path, "--ridge", "1", "--format", "json"])
                try whole.out.write(toFile: files[0], atomically: true, encoding: .utf8)
                let one = try await ArenaProcess.run(["rank", "--compare"] + files)
                #expect(one.out.contains("overall:") && !one.out.contains("language=en:"))
                #expect(one.err.contains("language=en is in one of the two files only"))
            }
        }

        @Test func pairsAreWritten() async throws {
            struct Pair: Decodable {
                let modelA: String
                let modelB: String
                let ratingDifference: Double
                let standardError: Double
                let lower: Double
                let upper: Double
                let probabilityAbove: Double
                let winProbability: Double
            }
            try await withFile { path in
                let decoder = JSONDecoder()
                decoder.keyDecodingStrategy = .convertFromSnakeCase
                for options in [["--ridge", "1"], ["--ridge", "1", "--intervals", "bootstrap", "--rounds", "200"]] {
                    let board = try await board([path, "--pairs", path + ".json"] + options)
                    let pairs = try decoder.decode([Pair].self, from: Data(contentsOf: URL(filePath: path + ".json")))
                    let count = board.models.count
                    #expect(pairs.count == count * (count - 1) / 2 && count > 2)
                    let ratings = Dictionary(uniqueKeysWithValues: board.models.map { ($0.name, $0.rating) })
                    for pair in pairs {
                        let difference = try #require(ratings[pair.modelA]) - #require(ratings[pair.modelB])
                        #expect(abs(pair.ratingDifference - difference) < 1e-7 && difference >= 0)
                        #expect(pair.standardError > 0 && pair.lower < difference && difference < pair.upper)
                        let center = (pair.lower + pair.upper) / 2
                        #expect((abs(center - difference) < 1e-6) == !options.contains("bootstrap"))
                        #expect(abs(pair.winProbability - 1 / (1 + pow(10, -difference / 400))) < 1e-9)
                        let above = 0.5 * erfc(-difference / pair.standardError / 2.0.squareRoot())
                        #expect(abs(pair.probabilityAbove - above) < 1e-6)
                    }
                }
                _ = try await board([path, "--pairs", path + ".pairs.csv", "--ridge", "1"])
                let csv = try String(contentsOfFile: path + ".pairs.csv", encoding: .utf8)
                #expect(
                    csv.hasPrefix("model_a,model_b,rating_difference,standard_error,lower,upper,probability_above,")
                )
                let elo = try await ArenaProcess.run(["rank", path, "--method", "elo", "--pairs", path + ".x.csv"])
                #expect(elo.status == 64 && elo.err.contains("--pairs"))
            }
        }

        @Test func boardsWithoutWinnersSayWhereTheirErrorsComeFrom() async throws {
            try await withFile { path in
                try "model_a,model_b,winner\nA,B,tie\nB,A,both_bad\n".write(
                    toFile: path,
                    atomically: true,
                    encoding: .utf8
                )
                for intervals in [
                    [], ["--intervals", "bootstrap"], ["--intervals", "sandwich", "--weights", "balanced-pairs"],
                ] {
                    let json = try await ArenaProcess.run(["rank", path, "--format", "json"] + intervals)
                    #expect(json.out.contains("\"interval\":\"inverse_hessian\""), "\(json)")
                    let table = try await ArenaProcess.run(["rank", path] + intervals)
                    #expect(table.out.contains("No battle had a winner: intervals are inverse-Hessian"))
                    #expect(!table.out.contains("sandwich intervals") && !table.out.contains("bootstrap ("))
                }
            }
        }

        @Test func namesWithoutALetterOfAnAddressAreToldApart() async throws {
            try await withFile { path in
                let files = [path + ".1.json", path + ".2.json"]
                for (file, (name, winner)) in zip(files, [("模型", "model_a"), ("智谱", "model_b")]) {
                    let rows = "\(name),x,\(winner)\nx,\(name),\(winner)\n\(name),x,\(winner)\n"
                    try ("model_a,model_b,winner\n" + rows).write(toFile: path, atomically: true, encoding: .utf8)
                    let board = try await ArenaProcess.run(["rank", path, "--format", "json"])
                    try board.out.write(toFile: file, atomically: true, encoding: .utf8)
                }
                let run = try await ArenaProcess.run(["rank", "--compare"] + files)
                #expect(
                    run.out.contains("debuted at") && run.out.contains("left the board") && run.out.contains("1 is new")
                )
            }
        }

        @Test func markdownIsNotBrokenByNames() async throws {
            try await withFile { path in
                let run = try await ArenaProcess.run(["rank", path, "--ridge", "1", "--format", "markdown"])
                #expect(run.out.contains(#"a\|b, \*c\*"#) && run.out.contains("With a ridge of 1.0"), "\(run)")
            }
        }

        @Test func featuresAreTakenOut() async throws {
            try await withFile { path in
                var csv = "model_a,model_b,winner,home\n"
                for number in 0..<120 {
                    let (a, b) = [("Ash", "Birch"), ("Birch", "Cedar"), ("Cedar", "Ash")][number % 3]
                    let home = (number / 3) % 2
                    // Who is at home wins three times in four, and else three times in eight.
                    let isWon = home == 1 ? (number / 6) % 4 != 0 : (number / 6) % 8 < 3
                    csv += "\(a),\(b),\(isWon ? "model_a" : "model_b"),\(home)\n"
                }
                try csv.write(toFile: path, atomically: true, encoding: .utf8)
                let controlled = try await board([path, "--style-control=home"])
                let home = try #require(controlled.parameters?.first)
                #expect(home.name == "home" && home.value > 0.4 && home.value < 1.2, "\(home)")
                #expect(controlled.models.count == 3 && controlled.battles == 120)
                // A column comes before what would be measured, and the side goes with either.
                try csv.replacing(",home", with: ",headers").write(toFile: path, atomically: true, encoding: .utf8)
                let named = try await board([path, "--style-control=headers"])
                #expect(named.parameters?.map(\.value) == [home.value])
                let sided = try await board([path, "--style-control=side,headers"])
                #expect(sided.parameters?.map(\.name) == ["side", "headers"])
                let balanced = try await board([path, "--style-control=headers", "--weights", "balanced-pairs"])
                #expect(balanced.models.count == 3 && balanced.parameters?.map(\.name) == ["headers"])
                let draws = csv.replacing(",home", with: ",headers,probability")
                    .split(separator: "\n").enumerated()
                    .map { $0 == 0 ? String($1) : "\($1),\($0 % 3 == 0 ? 0.1 : 0.5)" }.joined(separator: "\n")
                try draws.write(toFile: path, atomically: true, encoding: .utf8)
                let drawn = try await board([path, "--style-control=headers", "--weights", "draw-probability"])
                let plainly = try await board([path, "--style-control=headers"])
                #expect(drawn.parameters?.map(\.value) != plainly.parameters?.map(\.value))
                #expect(drawn.models.map(\.rating) != plainly.models.map(\.rating))
                try csv.replacing(",home", with: ",headers").write(toFile: path, atomically: true, encoding: .utf8)
                // Read record by record, as any choice among them asks for.
                let chosen = try await board([path, "--style-control=side,headers", "--without-model", "Elm"])
                #expect(chosen.parameters?.map(\.value) == sided.parameters?.map(\.value))

                var lines = ""
                for number in 0..<150 {
                    let (a, b) = [("Ash", "Birch"), ("Birch", "Cedar"), ("Cedar", "Ash")][number % 3]
                    let noise = number * number * 7919 % 1009
                    let long = String(repeating: "word ", count: 1 + noise % 9)
                    let winner = ["model_a", "model_a", "model_b", "tie"][noise / 9 % 4]
                    let (header, item) = (noise / 36 % 2 == 0 ? "\\n# y" : "", noise / 72 % 2 == 0 ? "\\n- x" : "")
                    lines += """
                        {"model_a":"\(a)","model_b":"\(b)","winner":"\(winner)",\
                        "conversation_a":[{"role":"user","content":"q"},{"role":"assistant","content":"\(long)\(header)"}],\
                        "conversation_b":[{"role":"user","content":"q"},\
                        {"role":"assistant","content":"short\(item)\(noise / 144 % 2 == 0 ? " **b**" : "")"}]}

                        """
                }
                try lines.write(toFile: path, atomically: true, encoding: .utf8)
                let styled = try await board([path, "--style-control"])
                #expect(styled.parameters?.map(\.name) == ["length", "headers", "lists", "bold"])
            }
        }

        @Test func boardsAreDrawn() async throws {
            try await withFile { path in
                let picture = path + ".svg"
                let run = try await ArenaProcess.run(["rank", path, "--ridge", "1", "--plot", picture])
                #expect(run.status == 0, "\(run)")
                let svg = try String(contentsOfFile: picture, encoding: .utf8)
                let parser = XMLParser(data: Data(svg.utf8))
                #expect(parser.parse(), "well-formed XML")
                #expect(svg.matches(of: #/<circle /#).count == 4 && svg.matches(of: #/<rect x=/#).count == 16)
                let nowhere = try await ArenaProcess.run(["rank", path, "--plot", path + "/x.svg"])
                #expect(nowhere.status != 0 && nowhere.err.contains("x.svg cannot be written"))
            }
        }

        @Test func mistakesAreNamed() async throws {
            try await withFile { path in
                for (arguments, expected) in [
                    ([path, "--anchor", "Elm=1000"], "Elm"), ([path, "--anchor", "Birch"], "anchor"),
                    ([path, "--anchor", "Birch=1e7"], "digits are lost"),
                    ([path, "--anchor", "a|b, *c*=1000"], "no rating"), ([path, "--method", "best"], "best"),
                    ([path, "--ridge", "-1"], "--ridge"), ([path, "--by", "size"], "size"),
                    (["--compare", path], "two files"), (["--compare", path, path], "is not a board"),
                    (["--compare", path, path, "--fragility"], "made already"), ([path, "--least", "2"], "--by"),
                    ([path, "--since", "2024-01-31junk"], "2024-01-31junk"),
                    ([path, "--until", "2024-02-31"], "02-31"),
                    ([path, "--since", "yesterday"], "yesterday"), ([path, "--confidence", "100"], "--confidence"),
                    ([path, "--style-control"], "conv_metadata"), ([path, "--style-control=loud"], "loud"),
                    ([path, "--style-control=language"], "English"),
                    ([path, "--by", "language", "--plot", path + ".svg"], "--by"),
                    (["--style-control", path], "goes before"),
                    ([path, "--style-control", "--method", "davidson"], "bradley-terry"),
                    ([path, "--save"], "--save"), (["--save", "--language", "en"], "--save"),
                ] {
                    let run = try await ArenaProcess.run(["rank"] + arguments)
                    #expect(run.status != 0 && run.out.isEmpty && run.err.contains(expected), "\(arguments): \(run)")
                }
            }
        }
    }
}
