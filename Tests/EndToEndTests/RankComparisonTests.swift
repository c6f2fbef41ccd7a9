import Foundation
import Testing

extension EndToEnd {
    /// `arena rank --compare`.
    @Suite struct RankComparisonTests: RanksFiles {
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

        @Test func boardsMadeDifferentlyAreToldSo() async throws {
            try await withFile { path in
                let files = [path + ".1.json", path + ".2.json"]
                let ridge = ["--ridge", "1"]
                for (options, difference) in [
                    (["--method", "davidson"], "method (bradley_terry, then davidson)"),
                    (["--where", "winner != tie"], "battles counted (overall, then overall with where=winner != tie)"),
                    (["--language", "en"], "battles counted (overall, then language=en)"),
                    (["--weights", "balanced-pairs"], "weights (equal, then balanced_pairs)"),
                ] {
                    for (file, options) in zip(files, [ridge, ridge + options]) {
                        let board = try await ArenaProcess.run(["rank", path, "--format", "json"] + options)
                        try board.out.write(toFile: file, atomically: true, encoding: .utf8)
                    }
                    let table = try await ArenaProcess.run(["rank", "--compare"] + files)
                    #expect(table.out.contains("not made alike: they differ in \(difference)."), "\(table)")
                    let json = try await ArenaProcess.run(["rank", "--compare"] + files + ["--format", "json"])
                    #expect(json.out.contains("\"differences\":[\"\(difference)\"]"), "\(json)")
                }
                for (name, options, difference) in [
                    ("elo", [["--method", "elo"], ["--method", "elo", "--k-factor", "9"]], "K (4.0, then 9.0)"),
                    (
                        "pins", [ridge, ridge + ["--anchor", "Ash=1", "--anchor", "Birch=2"]],
                        "pinned (none, then Ash=1.0, Birch=2.0)"
                    ),
                ] {
                    for (file, options) in zip(files, options) {
                        let board = try await ArenaProcess.run(["rank", path, "--format", "json"] + options)
                        try board.out.write(toFile: file, atomically: true, encoding: .utf8)
                    }
                    let table = try await ArenaProcess.run(["rank", "--compare"] + files)
                    #expect(table.out.contains("they differ in \(difference)."), "\(name): \(table)")
                }
                let usual = try await ArenaProcess.run(["rank", path, "--format", "json"] + ridge)
                try usual.out.write(toFile: files[0], atomically: true, encoding: .utf8)
                // Another time is what a comparison is for.
                let later = try await ArenaProcess.run(
                    ["rank", path, "--since", "2023-11-14", "--format", "json"] + ridge
                )
                try later.out.write(toFile: files[1], atomically: true, encoding: .utf8)
                let alike = try await ArenaProcess.run(["rank", "--compare", files[0], "-"], input: files[1])
                #expect(alike.status == 0 && !alike.out.contains("not made alike"), "\(alike)")
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
    }
}
