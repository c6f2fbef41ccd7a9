/// Boards as `arena rank --by … --format json` writes them.
struct RankedFileBoards: Decodable {
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
