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

    /// Refuses what is nearly the name of a parameter, such as `style-control`: passed over, it would give another answer than was
    /// asked for.
    ///
    /// - Parameter known: the parameters that there are.
    func refuseMisspelt(_ known: some Collection<String>) throws(APIError) {
        func letters(_ name: String) -> String { name.lowercased().filter(\.isLetter) }
        for name in values.keys.sorted() where !known.contains(name) {
            if let meant = known.first(where: { letters($0) == letters(name) }) {
                throw .invalidRequest("There is no parameter `\(name)`; it is `\(meant)`.")
            }
        }
    }

    /// Refuses parameters that mean something elsewhere and nothing here.
    func refuse(_ names: some Collection<String>, because reason: String) throws(APIError) {
        for name in names.sorted() where values[name] != nil {
            throw .invalidRequest("The parameter `\(name)` means nothing here: \(reason)")
        }
    }

    subscript(name: String) -> String? { values[name] }
}
