import Foundation
import FoundationXML
import Testing

extension EndToEnd {
    /// `arena rank` over files, asked in the ways in which people ask.
    @Suite struct RankTests: RanksFiles {
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
                    (["--language", "Korean", "--since", "2023-11-17"], "language=ko"),
                    (["--language", "ko", "--language", "en"], "overall"),
                ] {
                    #expect(try await board([path] + arguments).slice == slice, "\(arguments)")
                }
                let nobody = try await ArenaProcess.run(["rank", path, "--category", "codign"])
                #expect(nobody.status == 0 && nobody.err.contains("No battle is among those asked for"), "\(nobody)")
            }
        }

        @Test func aBoardSaysWhichBattlesItCounts() async throws {
            try await withFile { path in
                let chosen = ["--language", "Korean", "--since", "2023-11-17", "--where", "winner != tie", "--clean"]
                let json = try await ArenaProcess.run(["rank", path, "--format", "json"] + chosen)
                let filters = #""filters":["since=2023-11-17","where=winner != tie","clean"]"#
                #expect(json.out.contains(#"{"slice":"language=ko",\#(filters),"#), "\(json)")
                let table = try await ArenaProcess.run(["rank", path] + chosen)
                #expect(
                    table.out.contains("Battles counted: language=ko, since=2023-11-17, where=winner != tie, clean."),
                    "\(table)"
                )
                let csv = try await ArenaProcess.run(["rank", path, "--format", "csv", "--without-model", "Cedar"])
                #expect(csv.out.contains(",bradley_terry;without-model=Cedar\r\n"), "\(csv)")
                let slices = try await ArenaProcess.run(
                    ["rank", path, "--format", "json", "--language", "en", "--by", "category"]
                )
                #expect(slices.out.contains(#""slice":"language=en","method""#), "\(slices)")
                #expect(slices.out.contains(#""slice":"excluding_ties","filters":["language=en"]"#), "\(slices)")
                let all = try await ArenaProcess.run(["rank", path, "--format", "json"])
                #expect(!all.out.contains("filters"))
                let korean = try await ArenaProcess.run(["rank", path, "--format", "csv", "--language", "ko"])
                #expect(korean.out.contains(",bradley_terry;language=ko\r\n"), "\(korean)")
            }
        }

        @Test func repeatsAreTold() async throws {
            try await withFile { path in
                let rows = ["q,A,B,model_a,1", "q,A,B,model_b,1", "q,A,B,model_a,1", "r,A,B,model_b,2"]
                try ("question_id,model_a,model_b,winner,tstamp\n" + rows.joined(separator: "\n"))
                    .write(toFile: path, atomically: true, encoding: .utf8)
                let run = try await ArenaProcess.run(["rank", path, "--format", "json"])
                #expect(run.out.contains("\"battles\":2,") && run.err.contains("2 records repeat battles met before"))
                #expect(run.err.contains("1 of them with another winner") && run.err.contains("\(path):3 is the first"))
                let twice = try await ArenaProcess.run(["rank", path, path, "--by", "language", "--format", "json"])
                #expect(twice.err.contains("6 records repeat battles met before"), "\(twice)")
            }
        }

        @Test func namesAreToldApartByTheirCodePoints() async throws {
            try await withFile { path in
                let (one, two) = ("\u{e9}", "e\u{301}")
                let rows = "\(one),x,model_a\nx,\(one),model_a\n\(two),x,model_a\nx,\(two),model_a\n\(two),x,model_a\n"
                try ("model_a,model_b,winner\n" + rows).write(toFile: path, atomically: true, encoding: .utf8)
                #expect(try await board([path, "--where", "model_a ~ \(one)"]).battles == 1)
                for (name, battles, others) in [(one, 3, 4), (two, 2, 3)] {
                    #expect(try await board([path, "--without-model", name]).battles == battles)
                    #expect(
                        try await board([path, "--where", "model_a != \(name)"]).battles == others
                    )
                    let pinned = try await board([path, "--anchor", "\(name)=1234"])
                    let row = pinned.models.first { $0.name.utf8.elementsEqual(name.utf8) }
                    #expect(row?.rating == 1234)
                }
                #expect(
                    try await ArenaProcess.run(["rank", path, "--anchor", "\(one)=1", "--anchor", "\(two)=2"]).status
                        == 0
                )
                let twice = try await ArenaProcess.run(["rank", path, "--anchor", "x=1", "--anchor", "x=2"])
                #expect(twice.status == 64 && twice.err.contains("pins “x” more than once"), "\(twice)")
            }
        }

        @Test func conditionsTellNumbersApart() async throws {
            try await withFile { path in
                let ids = ["9007199254740993", "9007199254740992", "9007199254740994", "16", "18446744073709551615"]
                let rows = ids.map { "\($0),A,B,model_a,{}" }.joined(separator: "\n")
                try ("id,model_a,model_b,winner,conv_metadata\n" + rows).write(
                    toFile: path,
                    atomically: true,
                    encoding: .utf8
                )
                for (condition, battles) in [
                    ("id = 9007199254740993", 1), ("id > 9007199254740992", 3), ("id = 0x10", 0), ("id = 16.0", 1),
                    ("id = 18446744073709551614", 0), ("id >= 018446744073709551615", 1), ("id > -20", 5),
                    ("id = +16", 1),
                    ("id < 1e3", 1),
                ] {
                    #expect(try await board([path, "--where", condition]).battles == battles, "\(condition)")
                }
                let whole = try await ArenaProcess.run(["rank", path, "--where", "conv_metadata ~ turns"])
                #expect(whole.status == 64 && whole.err.contains("name a member of it"), "\(whole)")
            }
        }

        @Test func whatFollowsInASessionDoesNotBecomeItsFirst() async throws {
            try await withFile { path in
                let rows = "A,B,model_a,de,s\nA,B,model_b,en,s\nA,B,model_b,en,t\n"
                try ("model_a,model_b,winner,language,evaluation_session_id\n" + rows)
                    .write(toFile: path, atomically: true, encoding: .utf8)
                #expect(try await board([path, "--first-of-session", "--language", "en"]).battles == 1)
                #expect(try await board([path, "--first-of-session"]).battles == 2)
            }
        }

        @Test func whatCannotBeMeasuredIsLeftOut() async throws {
            try await withFile { path in
                let rows = "A,B,model_a,p,x,\nA,B,model_a,p,a b,c\nB,A,model_a,p,a b,c d e\n"
                try ("model_a,model_b,winner,prompt,response_a,response_b\n" + rows)
                    .write(toFile: path, atomically: true, encoding: .utf8)
                let strict = try await ArenaProcess.run(["rank", path, "--style-control=length"])
                #expect(strict.status == 1 && strict.err.contains(":2: the battle does not tell all"), "\(strict)")
                let skipping = try await ArenaProcess.run(["rank", path, "--style-control=length", "--skip-invalid"])
                #expect(skipping.err.contains("left out: \(path):2: the battle does not tell all"), "\(skipping)")
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

        @Test func markdownIsNotBrokenByNames() async throws {
            try await withFile { path in
                let run = try await ArenaProcess.run(["rank", path, "--ridge", "1", "--format", "markdown"])
                #expect(run.out.contains(#"a\|b, \*c\*"#) && run.out.contains("With a ridge of 1.0"), "\(run)")
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
