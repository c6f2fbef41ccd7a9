/// Which addresses of links and images a page may be given.
enum LinkAddress {
    private static let prefixes = ["http://", "https://", "mailto:"]

    /// The address without control characters and outer white space, if it is one of the web or of mail.
    ///
    /// Browsers drop tabs and line ends wherever they stand in an address, so they must not hide a scheme here.
    static func safe(_ address: String) -> String? {
        let visible = address.unicodeScalars.filter { $0.value > 0x1f && !(0x7f...0x9f).contains($0.value) }
        let trimmed = Substring(String(String.UnicodeScalarView(visible))).trimming(while: \.isWhitespace)
        guard let prefix = prefixes.first(where: { trimmed.prefix($0.count).lowercased() == $0 }) else { return nil }
        return trimmed.count > prefix.count ? String(trimmed) : nil
    }
}
