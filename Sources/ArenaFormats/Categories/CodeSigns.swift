/// The signs by which a prompt is taken to be about code where its record does not tell.
enum CodeSigns {
    /// Whether a prompt shows code or asks for some.
    static func hold(of text: PromptText) -> Bool {
        var codeLines = 0
        for line in text.lines {
            if isFence(line) || isTrace(line) || isCommand(line) { return true }
            if isCode(line) { codeLines += 1 }
            if codeLines > 1 || certain.contains(where: { PromptText.holds(line, $0) }) { return true }
        }
        if text.count(of: topics) > 0 || text.count(anywhere: foreignTopics) > 0 { return true }
        let tasks = text.count(of: tasks) + text.count(anywhere: foreignTasks)
        return tasks > 0 && text.count(of: languages) > 0 || text.count(anywhere: foreignTasks) > 1
    }

    /// The fence of a block of code in Markdown.
    static func isFence(_ line: [UInt8]) -> Bool {
        line.starts(with: "```".utf8) || line.starts(with: "~~~".utf8)
    }

    /// A line of a stack trace, or of a compiler.
    private static func isTrace(_ line: [UInt8]) -> Bool {
        if traces.contains(where: { line.starts(with: $0) }) { return true }
        // "TypeError: …", "java.lang.NullPointerException: …".
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            return line.starts(with: "at ".utf8) && line.last == UInt8(ascii: ")") && line.contains(UInt8(ascii: "("))
        }
        let name = line[..<colon]
        guard !name.contains(where: PromptText.isBlank), name.count > 7 else { return false }
        return name.suffix(5).elementsEqual("Error".utf8) || name.suffix(9).elementsEqual("Exception".utf8)
            || line.starts(with: "at ".utf8)
    }

    /// A line for a shell.
    private static func isCommand(_ line: [UInt8]) -> Bool {
        var line = line
        if line.starts(with: "$ ".utf8) { line.removeFirst(2) }
        return commands.contains { line.starts(with: $0) }
    }

    /// A line that ends or begins as a statement does, or has what only code has.
    private static func isCode(_ line: [UInt8]) -> Bool {
        guard let last = line.last, line.count > 1 else { return false }
        let ends = last == UInt8(ascii: ";") || last == UInt8(ascii: "{") || line == Array("});".utf8)
        if ends, line.contains(where: { "=(){}<>.".utf8.contains($0) }) { return true }
        if statements.contains(where: { line.starts(with: $0) }), line.contains(where: { "=(:{;".utf8.contains($0) }) {
            return true
        }
        return operators.contains { PromptText.holds(line, $0) }
    }

    private static let traces = [
        "Traceback (most recent call last)", "Exception in thread", "Segmentation fault", "panic: ", "error[E",
        "fatal error: ", "npm ERR!", "Caused by: ",
    ].map { Array($0.utf8) }

    private static let commands = [
        "#!/", "sudo ", "git clone ", "git commit", "git push", "git pull", "git rebase", "git checkout", "npm install",
        "npm run", "pip install ", "pip3 install ", "apt install ", "apt-get ", "brew install ", "docker run ",
        "docker build ", "docker-compose ", "kubectl ", "chmod ", "curl -", "curl http", "wget http", "ssh ", "cargo ",
        "python3 ", "grep -", "sed -", "awk '",
    ].map { Array($0.utf8) }

    /// What stands in code only, wherever in a line.
    private static let certain = [
        "#include <", "#include \"", "<!DOCTYPE html", "<html", "</div>", "</script>", "</span>", "console.log(",
        "System.out.print", "printf(", "std::", "public static void", "document.getElementById", "import numpy",
        "import pandas", "SELECT * FROM", "select * from", "CREATE TABLE", "INSERT INTO", "ALTER TABLE", "DELETE FROM",
        "def __init__", "if __name__", "useState(", "print(\"", "print('", "print(f",
    ].map { Array($0.utf8) }

    private static let statements = [
        "def ", "class ", "function ", "return ", "import ", "from ", "const ", "let ", "var ", "int ", "void ",
        "public ",
        "private ", "static ", "for (", "for(", "if (", "if(", "while (", "while(", "func ", "fn ", "struct ", "elif ",
        "else:", "try:", "except ", "package ", "using ", "SELECT ", "FROM ", "WHERE ", "UPDATE ", "@Override",
    ].map { Array($0.utf8) }

    private static let operators = ["=> {", "===", "!==", " += ", " == ", " != ", "&&", "();", "self.", "this."].map {
        Array($0.utf8)
    }

    /// Words and terms of programming that mean little else.
    private static let topics: Set<String> = [
        "javascript", "typescript", "node.js", "nodejs", "vue.js", "next.js", "c++", "c#", "html", "css", "sql",
        "mysql",
        "postgresql", "postgres", "sqlite", "mongodb", "php", "golang", "kotlin", "numpy", "pandas dataframe", "django",
        "pytorch", "tensorflow", "powershell", "regex", "regular expression", "leetcode", "source code", "write code",
        "write a code", "unit test", "unit tests", "linked list", "binary search", "binary tree", "code review",
        "refactor",
        "dockerfile", "kubernetes", "stack trace", "rest api", "react component", "vba", "fizzbuzz", "quicksort",
        "bubble sort", "merge sort", "dynamic programming", "hash table", "shell script", "bash script", "c program",
        "c code", "c language", "r code", "r script", "verilog", "vhdl", "arduino sketch", "yaml", "web scraper",
        "programming language", "programming languages", "time complexity", "debugging", "in golang", "openscad",
        "autohotkey", "latex code", "code snippet", "this code", "my code", "following code", "git repository",
    ]

    /// Names of languages and tools that mean something else as well.
    private static let languages: Set<String> = [
        "python", "java", "rust", "swift", "ruby", "bash", "scala", "perl", "react", "flask", "pandas", "matlab",
        "julia",
        "haskell", "lua", "dart", "flutter", "spring", "angular", "svelte", "docker", "unity", "excel", "selenium",
        "linux",
        "in go", "in c", "in r",
    ]

    /// What is done with code, or consists of it.
    private static let tasks: Set<String> = [
        "code", "coding", "script", "scripts", "function", "functions", "programming", "algorithm", "implement",
        "implementation", "debug", "compile", "compiler", "query", "library", "module", "method", "loop", "array",
        "variable", "syntax", "exception", "bug", "snippet", "api", "decorator", "decorators", "tuple", "dict",
        "dictionary", "dataframe", "framework", "iterator", "lambda", "async", "thread", "threads", "parser", "json",
        "csv",
        "macro", "borrow checker", "program", "programs", "subclass", "inheritance", "backend", "frontend",
    ]

    private static let foreignTopics = [
        "파이썬", "자바스크립트", "타입스크립트", "프로그래밍", "디버깅", "컴파일", "정규식", "정규표현식", "소스코드", "소스 코드", "코드를 작성", "코드 작성",
        "代码", "编程", "程式碼", "プログラミング", "ソースコード",
    ]

    private static let foreignTasks = [
        "코드", "함수", "스크립트", "알고리즘", "구현", "쿼리", "클래스", "배열", "函数", "算法", "関数", "スクリプト",
    ]
}
