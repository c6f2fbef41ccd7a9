import Foundation

/// What a comparison reads of a board that was written as JSON.
struct ComparedBoard: Decodable {
    struct Row: Decodable {
        let model: String
        let name: String
        let rating: Double
        let standardError: Double?
        let rank: Int
    }

    struct Anchor: Decodable {
        let model: String
    }

    let battles: Int64
    let models: [Row]
    let anchors: [Anchor]?

    /// Whether a rating is pinned, so that the board's points mean something by themselves.
    var isAnchored: Bool { anchors?.isEmpty == false }

    /// Reads the board in a file.
    ///
    /// - Throws: `Refusal` when there is none.
    static func read(_ path: String) throws -> ComparedBoard {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Refusal("\(path) cannot be read: \(error.localizedDescription)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(ComparedBoard.self, from: data)
        } catch {
            throw Refusal("\(path) is not a board as `arena rank --format json` or the leaderboard API writes it.")
        }
    }
}
