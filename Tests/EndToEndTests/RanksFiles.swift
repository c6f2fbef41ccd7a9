import Foundation
import Testing

/// Tests that ask `arena rank` for boards of a file.
protocol RanksFiles {}

extension RanksFiles {
    /// The battles that the file holds.
    static var csv: String {
        """
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
    }

    /// Gives the body a file of these battles, in a folder of its own.
    func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "arena-rank-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "b.csv").path
        try Self.csv.write(toFile: path, atomically: true, encoding: .utf8)
        try await body(path)
    }

    /// The board that `arena rank` writes.
    func board(_ arguments: [String]) async throws -> RankedFileBoard {
        let run = try await ArenaProcess.run(["rank"] + arguments + ["--format", "json"])
        #expect(run.status == 0, "\(run)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(RankedFileBoard.self, from: Data(run.out.utf8))
    }

    /// The boards that `arena rank --by` writes.
    func boards(_ arguments: [String]) async throws -> [RankedFileBoards.Board] {
        let run = try await ArenaProcess.run(["rank"] + arguments + ["--format", "json"])
        #expect(run.status == 0, "\(run)")
        return try JSONDecoder().decode(RankedFileBoards.self, from: Data(run.out.utf8)).boards
    }
}
