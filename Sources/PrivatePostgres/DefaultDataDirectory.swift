import FoundationEssentials
import Glibc

/// Where the data directory is when nobody says otherwise.
public enum DefaultDataDirectory {
    /// The default for the current user and environment.
    public static var path: String {
        path(isRoot: geteuid() == 0, environment: ProcessInfo.processInfo.environment)
    }

    /// The default for a user: `/var/lib/arena` for root, else `$XDG_DATA_HOME/arena` or `~/.local/share/arena`.
    ///
    /// A relative `XDG_DATA_HOME` is ignored, as the XDG Base Directory Specification asks. Without any home the
    /// default is `arena-data` in the working directory.
    static func path(isRoot: Bool, environment: [String: String]) -> String {
        if isRoot { return "/var/lib/arena" }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/arena" }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/share/arena" }
        return "arena-data"
    }
}
