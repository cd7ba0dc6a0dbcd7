"""The Luau front end: lexer, parser, AST, scopes, printer. Knows nothing of lupa or Roblox."""
