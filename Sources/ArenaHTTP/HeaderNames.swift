import HTTPTypes

// Header names that the library has no names for.
extension HTTPField.Name {
    static let accelBuffering = name("X-Accel-Buffering")
    static let crossOriginOpenerPolicy = name("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = name("Cross-Origin-Resource-Policy")
    static let forwardedFor = name("X-Forwarded-For")
    static let lastEventID = name("Last-Event-ID")
    static let permissionsPolicy = name("Permissions-Policy")
    static let referrerPolicy = name("Referrer-Policy")

    // Only the names above come here, so that a wrong one is a fault of this file, met by the first test that asks for it.
    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a header's name") }
        return name
    }
}
