/// Makes the names that stand in addresses out of display names.
public enum Slug {
    /// The longest slug made here, in characters; the schema allows more, for suffixes.
    static let maximumLength = 100

    /// Lower-case ASCII letters and digits of `name` with `.`, `_` kept and every other run turned into one `-`.
    ///
    /// A name with nothing of that kind becomes `model`. Names that differ may give the same slug: see `unique`.
    public static func make(from name: String) -> String {
        var slug = ""
        for scalar in name.unicodeScalars {
            if slug.utf8.count == maximumLength { break }
            switch scalar {
            case "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
            case "A"..."Z": slug += scalar.properties.lowercaseMapping
            case ".", "_": if !slug.isEmpty { slug.unicodeScalars.append(scalar) }
            default: if !slug.isEmpty && slug.last != "-" { slug += "-" }
            }
        }
        while let last = slug.last, !last.isLetter && !last.isNumber { slug.removeLast() }
        return slug.isEmpty ? "model" : slug
    }

    /// The slug of `name`, with `-2`, `-3`, … behind it when others have taken it.
    public static func unique(for name: String, isTaken: (String) -> Bool) -> String {
        let plain = make(from: name)
        guard isTaken(plain) else { return plain }
        var number = 2
        while isTaken("\(plain)-\(number)") { number += 1 }
        return "\(plain)-\(number)"
    }
}
