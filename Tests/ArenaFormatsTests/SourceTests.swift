import CZlib
import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("Sources and recognition")
struct SourceTests {
    private static let csv =
        "model_a,model_b,winner,prompt\na,\"b \"\"1\"\"\",tie,\"x\r\ny\"\r\nc,d,?,\n\"e\",f,model_a,é\n"
    private static let lines = """
        {"model_a": "a\\"", "model_b": "b", "winner": "tie", "judge": "é\\ud83d\\ude00\\\\"}\r
        {"model_a": "a", "winner": 3}

        {"model_a": "c", "model_b": "d", "winner": "model_a", "x": [{}, "]"]}
        """
    private static let array =
        "[" + lines.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: ",\n") + "]"

    /// One gzip member, made by zlib.
    private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        try withFile([]) { path in
            let file = unsafe try #require(unsafe gzopen(path, "wb"))
            let written = unsafe bytes.withUnsafeBytes { unsafe gzwrite(file, $0.baseAddress, UInt32($0.count)) }
            #expect(written == Int32(bytes.count))
            #expect(unsafe gzclose(file) == Z_OK)
            return Array(try Data(contentsOf: URL(filePath: path)))
        }
    }

    @Test(
        "Chunks and windows of any size give the same",
        arguments: [csv, lines, array, "\u{feff}" + csv, "\n\r\n \u{feff}"]
    )
    func boundaries(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = Reading(bytes)
        let compressed = try Self.gzip(bytes)
        for chunk in [1, 2, 3, 7, 64] {
            for window in [1, 2, 3, 5, 7, 16, 33, 100, 1000] {
                #expect(Reading(bytes, chunk: chunk, window: window) == whole)
                #expect(Reading(compressed, chunk: chunk, window: window) == whole)
            }
        }
        // A window boundary at each place of the file in turn.
        for window in 1...bytes.count { #expect(Reading(bytes, window: window) == whole) }
    }

    @Test("The three formats are told apart by content")
    func formats() throws {
        func format(_ text: String) throws -> BattleFormat {
            let reader = BattleReader(source: MemoryBytes(name: "x.json", bytes: Array(text.utf8)))
            let format = try reader.recognise()
            while try reader.next() != nil {}
            #expect(try reader.recognise() == format)
            #expect(try reader.next() == nil)
            return format
        }
        #expect(try format(Self.csv) == .csv)
        #expect(try format("\u{feff} \n" + Self.lines) == .jsonLines)
        #expect(try format("\r\n\t" + Self.array) == .jsonArray)
    }

    @Test("A byte-order mark is no part of the first column's name")
    func byteOrderMark() {
        let reading = Reading("\u{feff}" + Self.csv)
        #expect(reading == Reading(Self.csv))
        #expect(reading.battles.count == 2)
    }

    @Test("Gzip members follow one another, padded or not, and may split anywhere")
    func gzipMembers() throws {
        let bytes = Array(Self.csv.utf8)
        let whole = Reading(bytes)
        for split in [0, 1, 30, 45, bytes.count] {
            let first = try Self.gzip(Array(bytes[..<split]))
            let second = try Self.gzip(Array(bytes[split...]))
            for padding in [0, 1, 600] {
                let zeros = [UInt8](repeating: 0, count: padding)
                for chunk in [1, 1000] {
                    #expect(Reading(first + second + zeros, chunk: chunk) == whole)
                    #expect(Reading(first + zeros + second, chunk: chunk) == whole)
                }
            }
        }
    }

    @Test("A gzip file cut anywhere gives the rows before the cut and then says so")
    func truncatedGzip() throws {
        let rows = (0..<300).map { "a\($0),b\($0 &* 7919 % 1000),tie\n" }
        let compressed = try Self.gzip(Array(("model_a,model_b,winner\n" + rows.joined()).utf8))
        for cut in stride(from: 2, to: compressed.count, by: 37) {
            let reading = Reading(Array(compressed[..<cut]), window: 64)
            #expect(reading.fatal?.code == .truncatedGzip)
            #expect(reading.failures.isEmpty)
            #expect(reading.battles.count < 300 || cut > compressed.count - 9)
        }
        let late = Reading(Array(compressed.dropLast(4)), window: 64)
        #expect(late.battles.count == 300)
        #expect(late.fatal?.line == 302)
    }

    @Test("A damaged gzip file is told from one that is cut short")
    func damagedGzip() throws {
        let compressed = try Self.gzip(Array(Self.csv.utf8))
        var wrongSum = compressed
        wrongSum[compressed.count - 8] ^= 1
        #expect(Reading(wrongSum).fatal?.code == .brokenGzip)
        #expect(Reading(wrongSum).results.count == 3)
        #expect(Reading(compressed + Array("more".utf8)).fatal?.code == .brokenGzip)
        #expect(Reading(compressed + compressed.dropLast(3)).fatal?.code == .truncatedGzip)
        #expect(Reading(try Self.gzip(compressed)).fatal?.code == .unknownFormat)
    }

    @Test(
        "Other kinds of file are called by their name",
        arguments: [
            ("PAR1%00", "Parquet"), ("PK%03%04", "zip"), ("%28%B5%2F%FD", "zstd"), ("BZh9", "bzip2"),
            ("%FF%FE{%00", "UTF-16"),
            ("", "empty"), ("%EF%BB%BF", "empty"), (" \n\n", "empty"),
        ]
    )
    func otherKinds(text: String, word: String) {
        let reading = Reading(bytes(text))
        #expect(reading.results.isEmpty)
        #expect(reading.fatal?.code == .unknownFormat)
        #expect(reading.fatal?.description.contains(word) == true)
    }

    @Test("Files are read by path, with progress up to their size")
    func files() throws {
        let compressed = try Self.gzip(Array(Self.csv.utf8))
        for bytes in [Array(Self.csv.utf8), compressed] {
            try withFile(bytes) { path in
                let reader = BattleReader(path: path)
                #expect(reader.name == path)
                #expect(reader.progress.bytesRead == 0 && reader.progress.totalBytes == 0)
                let reading = Reading(reader)
                #expect(reading.battles == Reading(Self.csv).battles)
                #expect(reading.failures.map(\.file) == [path])
                #expect(
                    reader.progress.bytesRead == Int64(bytes.count) && reader.progress.totalBytes == Int64(bytes.count)
                )
            }
        }
    }

    @Test(
        "A file that cannot be read says why, each time it is asked",
        arguments: ["/nonexistent/battles.csv", "/", "a\u{0}b", ""]
    )
    func unreadable(path: String) {
        let reader = BattleReader(path: path)
        for _ in 0..<2 {
            let error = #expect(throws: BattleFileError.self) { try reader.next() }
            #expect(error?.code == .unreadable)
            #expect(error?.file == path)
            #expect(error?.line == 0)
        }
    }

    @Test("A record longer than the limit ends the reading at its line", arguments: [csv, lines, array])
    func recordLimit(text: String) {
        let long = String(repeating: "x", count: 5000)
        let marked = text.replacing("c", with: long, maxReplacements: text == Self.csv ? 0 : 1)
        let csv = "model_a,model_b,winner\na,b,tie\n\"\(long)\",d,tie\n"
        let reading = Reading(Array((text == Self.csv ? csv : marked).utf8), window: 100, limit: 4000)
        #expect(reading.fatal?.code == .recordTooLong)
        #expect(reading.fatal?.line == (text == Self.lines ? 4 : 3))
        #expect(Reading(Array(csv.utf8), window: 100, limit: 6000).battles.count == 2)
    }

    @Test("Batches hold what single calls give, and an error waits for what was read before it")
    func batches() throws {
        let text = Self.csv + "g,\"h"
        let whole = Reading(text)
        #expect(whole.fatal?.code == .unterminatedQuote)
        for size in 1...5 {
            let reader = BattleReader(source: MemoryBytes(name: "f", bytes: Array(text.utf8)))
            var results: [Result<BattleRecord, BattleFileError>] = []
            let error = #expect(throws: BattleFileError.self) {
                while try reader.nextBatch(into: &results, maxCount: size) > 0 {}
            }
            #expect(error == whole.fatal)
            #expect(results == whole.results)
        }
    }

    @Test("Errors read as a place and a sentence, with nothing invisible left raw")
    func descriptions() {
        let long = String(repeating: "y", count: 100)
        let reading = Reading(
            Array("model_a,model_b,winner\na,b,leftvote?\na,b,\u{1b}[31m\u{202e}\t\(long)\n".utf8),
            name: "dir/battles\n.csv"
        )
        let expected = "(model_a, model_b, tie, tie (bothbad))"
        #expect(
            reading.failures.map(\.description) == [
                "dir/battles\\n.csv:2: winner: \"leftvote?\" is not an outcome \(expected)",
                "dir/battles\\n.csv:3: winner: \"\\u{1b}[31m\\u{202e}\\t" + long.prefix(53)
                    + "…\" is not an outcome \(expected)",
            ]
        )
        #expect(
            BattleFileError(.unreadable, file: "f", problem: "cannot be opened: No such file or directory").description
                == "f: cannot be opened: No such file or directory"
        )
    }
}
