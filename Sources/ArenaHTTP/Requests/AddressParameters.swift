import Hummingbird

/// The parameters of a request's address, a blank written as `%20` or, as forms do, as `+`.
struct AddressParameters {
    private var values: [String: String] = [:]

    /// - Throws: `APIError` for an address that cannot be decoded, and for one that gives a parameter two values.
    init(_ request: Request) throws(APIError) {
        guard let pairs = FormFields.pairs(request.uri.query ?? "") else {
            throw .invalidRequest("The parameters of the address are not percent-encoded UTF-8.")
        }
        for (name, value) in pairs {
            guard values[name, default: value] == value else {
                throw .invalidRequest("The parameter `\(name)` is given twice, with different values.")
            }
            values[name] = value
        }
    }

    subscript(name: String) -> String? { values[name] }
}
