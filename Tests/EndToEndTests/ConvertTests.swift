import Foundation
import Testing

extension EndToEnd {
    /// `arena convert`: from one format of battles to another and back.
    @Suite struct ConvertTests {
        private static let csv = #"""
            question_id,model_a,model_b,winner,judge,language,tstamp
            q1,Ash,"Birch, ""old""",model_a,j1,English,1700000000
            q2,Birch é,Ash,tie (bothbad),j2,Korean,1700000100.5
            q3,Ash,Cedar,tie,j1,English,1700000200
            q4,Cedar,Ash,model_b,,English,

            """#

        private func withFolder(_ body: (String) async throws -> Void) async throws {
            let folder = try ArenaProcess.scratch()
            defer { EndToEnd.remove(folder) }
            try Self.csv.write(toFile: folder + "/battles.csv", atomically: true, encoding: .utf8)
            try await body(folder)
        }

        @Test(arguments: ["jsonl", "33k", "33k-array"])
        func whatIsWrittenIsReadBack(format: String) async throws {
            try await withFolder { folder in
                let there = try await ArenaProcess.run([
                    "convert", folder + "/battles.csv", "--to", format, "--output", folder + "/there.gz",
                ])
                #expect(there.status == 0, "\(there.err)")
                #expect(there.out.isEmpty && there.err.contains("4 battles written"))
                let head = try #require(FileManager.default.contents(atPath: folder + "/there.gz")).prefix(2)
                #expect(Array(head) == [0x1f, 0x8b])
                let back = try await ArenaProcess.run(
                    ["convert", "-", "--to", "csv"],
                    input: folder + "/there.gz"
                )
                #expect(back.status == 0, "\(back.err)")
                #expect(back.out.split(separator: "\n").count == 5)
                #expect(back.out.contains(#"q1,Ash,"Birch, ""old""",model_a,j1,English,1700000000"#))
                #expect(back.out.contains("q2,Birch é,Ash,tie (bothbad),j2,Korean,1700000100.5"))
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["battles.csv", "there.gz"]
                )
            }
        }

        @Test func furtherColumnsAreKept() async throws {
            try await withFolder { folder in
                let (table, lines) = (folder + "/f.csv", folder + "/f.jsonl")
                try "model_a,model_b,winner,home\nA,B,model_a,1\nB,A,model_a,-1\n"
                    .write(toFile: table, atomically: true, encoding: .utf8)
                try #"{"model_a":"A","model_b":"B","winner":"tie","away":2.5}"#.write(
                    toFile: lines,
                    atomically: true,
                    encoding: .utf8
                )
                let both = try await ArenaProcess.run(["convert", table, lines, "--to", "csv"])
                #expect(both.out.contains("dedup_tag,home,away\n") && both.err.isEmpty, "\(both)")
                #expect(both.out.hasSuffix(",,,,2.5\n"), "\(both)")
                let json = try await ArenaProcess.run(["convert", table, lines, "--to", "jsonl"])
                #expect(json.out.contains(#""winner":"model_a","home":-1}"#) && json.out.contains(#""away":2.5}"#))
                let piped = try await ArenaProcess.run(["convert", "-", table, "--to", "csv"], input: lines)
                #expect(piped.out.contains("dedup_tag,home,away\n") && piped.err.isEmpty, "\(piped)")
                let standing = try await ArenaProcess.run(["convert", "/dev/stdin", "--to", "csv"], input: table)
                #expect(standing.status == 0 && standing.out.contains("dedup_tag,home\n"), "\(standing)")
                for source in ["/dev/stdin", "-"] {
                    try ("{}\n" + json.out).write(toFile: lines, atomically: true, encoding: .utf8)
                    let pipe = try await ArenaProcess.run(
                        ["convert", source, "--to", "csv", "--skip-invalid"],
                        pipedFrom: lines
                    )
                    #expect(pipe.out.contains("dedup_tag,home\n") && pipe.status == 0, "\(source): \(pipe)")
                }
                try (json.out + #"{"model_a":"A","model_b":"B","winner":"tie","late":1}"#)
                    .write(toFile: lines, atomically: true, encoding: .utf8)
                let late = try await ArenaProcess.run(["convert", "-", "--to", "csv"], input: lines)
                #expect(late.err.contains("left out: the column “late” of 1 battle,"), "\(late)")
                #expect(late.err.contains("left out: the column “away” of 1 battle,"), "\(late)")
            }
        }

        @Test func eachBattleIsWrittenOnce() async throws {
            try await withFolder { folder in
                let file = folder + "/battles.csv"
                for format in ["pair-counts", "csv", "jsonl", "33k", "100k", "140k"] {
                    let once = try await ArenaProcess.run(["convert", file, "--to", format])
                    let twice = try await ArenaProcess.run(["convert", file, file, "--to", format])
                    #expect(once.out == twice.out, "\(format)")
                    #expect(twice.err.contains("4 records repeat battles met before"), "\(twice)")
                }
            }
        }

        @Test func countsGiveTheBoardOfTheBattles() async throws {
            try await withFolder { folder in
                let counts = try await ArenaProcess.run([
                    "convert", folder + "/battles.csv", "--to", "pair-counts", "--language", "English",
                ])
                #expect(counts.status == 0, "\(counts.err)")
                try counts.out.write(toFile: folder + "/counts.csv", atomically: true, encoding: .utf8)
                let options = ["--format", "csv"]
                let ofCounts = try await ArenaProcess.run(["rank", folder + "/counts.csv"] + options)
                let ofBattles = try await ArenaProcess.run(
                    ["rank", folder + "/battles.csv", "--language", "English"] + options
                )
                // A board says which battles were chosen; of counts they all are.
                let all = ofBattles.out.replacing(";language=en\r\n", with: "\r\n")
                #expect(ofCounts.status == 0 && ofCounts.out == all && all != ofBattles.out)
            }
        }

        @Test func mistakesLeaveWhatIsThere() async throws {
            try await withFolder { folder in
                let (input, output) = (folder + "/battles.csv", folder + "/out.jsonl")
                try "kept".write(toFile: output, atomically: true, encoding: .utf8)
                try (Self.csv + "q5,Ash,Ash,model_a,,,\n").write(toFile: input, atomically: true, encoding: .utf8)
                func refused(_ more: [String], _ status: Int32, _ named: String) async throws {
                    let result = try await ArenaProcess.run(["convert", input] + more)
                    #expect(result.status == status && result.err.contains(named), "\(result.err)")
                    #expect(try String(contentsOfFile: output, encoding: .utf8) == "kept")
                }
                try await refused(["--to", "jsonl", "--output", output], 64, "--overwrite")
                try await refused(["--to", "parquet"], 64, "parquet")
                try await refused(["--to", "jsonl", "--output", output, "--overwrite"], 1, "battles.csv:6")
                try await refused(
                    ["--to", "jsonl", "--output", folder + "/no/such/out.jsonl"],
                    1,
                    "/no/such/out.jsonl"
                )
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
                let skipping = try await ArenaProcess.run([
                    "convert", input, "--to", "jsonl", "--output", output, "--overwrite", "--skip-invalid",
                ])
                #expect(skipping.status == 0 && skipping.err.contains("battles.csv:6"), "\(skipping.err)")
                let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
                #expect(lines.count == 4)
            }
        }
    }
}
