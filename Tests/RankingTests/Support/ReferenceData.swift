import Foundation
import Ranking

/// Public data sets and exact fits of them, kept beside the repository and not in it.
struct ReferenceData {
    struct Reference: Decodable {
        struct Fit: Decodable {
            struct Anchored: Decodable {
                let anchor: String
                let rating: [Double]
                let se_of_difference: [Double]
            }
            let battles: Int64
            let loglik: Double
            let model: [String]
            let rating: [Double]
            let se: [Double]
            let lower: [Double]
            let upper: [Double]
            let rank_ub: [Int]
            let rank_lb: [Int]
            let se_inverse_hessian: [Double]
            let anchor_example: Anchored
        }
        let battles: Int64
        let models: Int
        let bt_mle: Fit
    }

    let names: [String]
    let counts: PairCounts
    let reference: Reference

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        .appending(path: "../../../../shared/data").standardizedFileURL

    static func isPresent(_ dataset: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: dataset).appending(path: "reference.json").path)
    }

    static func football() throws -> ReferenceData {
        let lines = try unzipped("football/battles.csv.gz").split(separator: "\n").dropFirst()
        return try ReferenceData(
            "football",
            lines.map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return (fields[0], fields[1], fields[2])
            }
        )
    }

    static func llmfao() throws -> ReferenceData {
        struct Line: Decodable {
            let model_a: String
            let model_b: String
            let winner: String
        }
        let decoder = JSONDecoder()
        let lines = try unzipped("llmfao/battles.jsonl.gz").split(separator: "\n")
        return try ReferenceData(
            "llmfao",
            lines.map { line in
                let record = try decoder.decode(Line.self, from: Data(line.utf8))
                return (record.model_a, record.model_b, record.winner)
            }
        )
    }

    /// A file beside the battles.
    static func decoded<Value: Decodable>(_ dataset: String, _ file: String) throws -> Value {
        let json = try Data(contentsOf: folder.appending(path: dataset).appending(path: file))
        return try JSONDecoder().decode(Value.self, from: json)
    }

    /// The battles among some models, in their order; nil where one of them has none.
    func counts(of models: [String]) -> PairCounts? {
        let members = Dictionary(uniqueKeysWithValues: models.enumerated().map { ($1, $0) })
        guard models.allSatisfy(names.contains) else { return nil }
        var counts = PairCounts(modelCount: models.count)
        for cell in self.counts.cells {
            guard let a = members[names[cell.first]], let b = members[names[cell.second]] else { continue }
            counts.add(a: a, b: b, outcome: .modelA, count: cell.firstWins)
            counts.add(a: a, b: b, outcome: .modelB, count: cell.secondWins)
            counts.add(a: a, b: b, outcome: .tie, count: cell.ties)
            counts.add(a: a, b: b, outcome: .bothBad, count: cell.bothBad)
        }
        return counts
    }

    private init(_ dataset: String, _ battles: [(String, String, String)]) throws {
        names = Set(battles.flatMap { [$0.0, $0.1] }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let index = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        var counts = PairCounts(modelCount: names.count)
        for (a, b, winner) in battles {
            guard let a = index[a], let b = index[b], let outcome = Outcome(label: winner) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            counts.add(a: a, b: b, outcome: outcome)
        }
        self.counts = counts
        let json = try Data(contentsOf: Self.folder.appending(path: dataset).appending(path: "reference.json"))
        reference = try JSONDecoder().decode(Reference.self, from: json)
    }

    static func unzipped(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-dc", folder.appending(path: path).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
