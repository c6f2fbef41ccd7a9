import Hummingbird

/// How a board is to be drawn.
struct PictureParameters {
    private static let limits = 1...100

    let theme: BoardPicture.Theme
    /// The most models shown.
    let limit: Int

    /// - Throws: `APIError` for a value that cannot be.
    init(_ request: Request) throws(APIError) {
        let parameters = try AddressParameters(request)
        switch parameters["theme"] {
        case nil, "", "light": theme = .light
        case "dark": theme = .dark
        default: throw .invalidRequest("The parameter `theme` is `light` or `dark`.")
        }
        guard let text = parameters["limit"], !text.isEmpty else {
            limit = 20
            return
        }
        guard let number = Int(text), Self.limits.contains(number) else {
            throw .invalidRequest("The parameter `limit` is a number from 1 to 100.")
        }
        limit = number
    }
}
