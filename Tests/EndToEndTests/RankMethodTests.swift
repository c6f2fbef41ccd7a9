import Foundation
import Testing

extension EndToEnd {
    /// `arena rank` by other methods, and what is told beside a board.
    @Suite struct RankMethodTests: RanksFiles {
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

        @Test func eloHasTheKAskedFor() async throws {
            try await withFile { path in
                let battles = "model_a,model_b,winner\nA,B,model_a\n"
                try battles.write(toFile: path, atomically: true, encoding: .utf8)
                let run = try await ArenaProcess.run(
                    ["rank", path, "--method", "elo", "--k-factor", "32", "--format", "json"]
                )
                #expect(run.out.contains("\"k\":32") && run.out.contains("\"rating\":1016"), "\(run)")
                let counts = path + ".counts.csv"
                try "model_a,model_b,wins_a,wins_b\nA,B,1,1\n".write(toFile: counts, atomically: true, encoding: .utf8)
                for elo in [["--method", "elo"], ["--method", "elo", "--k-factor", "32"]] {
                    let orderless = try await ArenaProcess.run(["rank", counts] + elo)
                    #expect(orderless.status == 1 && orderless.err.contains("have no order"), "\(orderless)")
                }
                for wrong in [["--k-factor", "32"], ["--method", "elo", "--k-factor", "0"]] {
                    #expect(try await ArenaProcess.run(["rank", path] + wrong).status == 64)
                }
            }
        }

        @Test func whoIsNotRatedChangesNoError() async throws {
            try await withFile { path in
                let rows = (1...4).map { _ in "A,B,model_a,0.5\nA,B,model_b,0.25\nB,A,model_a,0.3\nB,A,model_b,0.6\n" }
                    .joined()
                let files = [path + ".1.csv", path + ".2.csv"]
                for (file, more) in zip(files, ["", "A,Z,model_a,0.001\n"]) {
                    try ("model_a,model_b,winner,probability\n" + rows + more)
                        .write(toFile: file, atomically: true, encoding: .utf8)
                }
                for options in [[], ["--style-control=side"]] {
                    var intervals: [[Double?]] = []
                    for file in files {
                        let rated = try await board(
                            [file, "--weights", "draw-probability", "--intervals", "inverse-hessian"] + options
                        )
                        intervals.append(rated.models.map(\.standardError))
                    }
                    #expect(intervals[0].count == 2 && intervals[0] == intervals[1], "\(options)")
                }
            }
        }

        @Test func intervalsSayWhereTheyComeFrom() async throws {
            try await withFile { path in
                // Cedar's only win is one battle: a third of the rounds do not draw it.
                let rows = String(repeating: "A,B,model_a\nA,B,model_b\nA,C,model_a\n", count: 12) + "C,A,model_a\n"
                try ("model_a,model_b,winner\n" + rows).write(toFile: path, atomically: true, encoding: .utf8)
                let bootstrap = ["--intervals", "bootstrap", "--rounds", "200"]
                let json = try await ArenaProcess.run(["rank", path, "--format", "json"] + bootstrap)
                #expect(json.out.contains("\"interval\":\"sandwich\"") && json.out.contains("\"separated_rounds\":"))
                let table = try await ArenaProcess.run(["rank", path] + bootstrap)
                #expect(
                    table.out.contains("sandwich intervals:") && table.out.contains("of the bootstrap had no maximum")
                )
                let csv = try await ArenaProcess.run(["rank", path, "--format", "csv"] + bootstrap)
                #expect(csv.out.contains(",sandwich,bradley_terry;intervals=bootstrap;rounds=200;seed=1\r\n"))
                let usual = try await ArenaProcess.run(["rank", path])
                #expect(usual.out.contains("Bradley-Terry (a tie is half a win), sandwich intervals."))
            }
        }

        @Test func winsAndDrawsHaveChancesOfTheirOwn() async throws {
            try await withFile { path in
                let pairs = path + ".pairs.csv"
                for (method, hasDraws) in [("davidson", true), ("bradley-terry", false)] {
                    let run = try await ArenaProcess.run(
                        ["rank", path, "--ridge", "1", "--method", method, "--pairs", pairs]
                    )
                    #expect(run.status == 0, "\(run)")
                    let lines = try String(contentsOfFile: pairs, encoding: .utf8).split(separator: "\r\n")
                    #expect(lines.first?.hasSuffix("win_probability,draw_probability,expected_score") == true)
                    for line in lines.dropFirst() {
                        let cells = line.split(separator: ",", omittingEmptySubsequences: false).suffix(3).map {
                            Double($0)
                        }
                        let (win, score) = (try #require(cells[0]), try #require(cells[2]))
                        #expect((cells[1] != nil) == hasDraws)
                        #expect(abs(score - win - (cells[1] ?? 0) / 2) < 1e-12)
                    }
                }
            }
        }

        @Test func whoIsFirstHasAFragilityOfItsOwn() async throws {
            try await withFile { path in
                let counts =
                    "model_a,model_b,wins_a,wins_b,ties\n"
                    + "A,Z,100600,100000,0\nB,Z,100400,100000,0\nC,Z,11,11,0\n"
                try counts.write(toFile: path, atomically: true, encoding: .utf8)
                let table = try await ArenaProcess.run(["rank", path, "--fragility"])
                #expect(
                    table.out.contains("Who is first: without 1 vote (1 × Z beat C) C would be above A."),
                    "\(table)"
                )
                let json = try await ArenaProcess.run(["rank", path, "--fragility", "--format", "json"])
                #expect(json.out.contains("\"fragility_of_first\":{\"above\":\"A\",\"below\":\"C\",\"votes\":1,"))
                let sheet = try await ArenaProcess.run(["rank", path, "--fragility", "--format", "csv"])
                let rows = sheet.out.split(separator: "\r\n").map {
                    $0.split(separator: ",", omittingEmptySubsequences: false)
                }
                #expect(rows[0].suffix(2) == ["votes_to_lose_first", "first_lost_to"])
                #expect(rows[1].suffix(2) == ["1", "c"] && rows.dropFirst(2).allSatisfy { $0.suffix(2) == ["", ""] })
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

        @Test func neighboursAreHeldByVotes() async throws {
            try await withFile { path in
                let board = try await board([path, "--fragility"])
                let holds = try #require(board.fragility)
                #expect(holds.map(\.above) == board.models.dropLast().map(\.name))
                #expect(holds.allSatisfy { ($0.votes ?? 0) > 0 })
                let table = try await ArenaProcess.run(["rank", path, "--fragility"])
                #expect(table.out.contains("votes to turn") && table.out.contains(" beat "))
                let sheet = try await ArenaProcess.run(["rank", path, "--fragility", "--format", "csv"])
                #expect(
                    sheet.out.hasPrefix("rank,")
                        && sheet.out.contains(",votes_to_next,votes_to_lose_first,first_lost_to\r\n")
                )
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
                    #expect(
                        table.out.contains(
                            "inverse-Hessian intervals, each tie taken as a toss-up: no battle had a winner"
                        )
                    )
                    #expect(!table.out.contains("sandwich intervals") && !table.out.contains("bootstrap ("))
                }
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
    }
}
