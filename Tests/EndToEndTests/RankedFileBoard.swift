/// A board as `arena rank --format json` writes it.
struct RankedFileBoard: Decodable {
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
