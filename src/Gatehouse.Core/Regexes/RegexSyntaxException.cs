namespace Gatehouse.Core.Regexes;

/// <summary>A pattern is malformed or asks for what is not supported. Only while configuration is compiled, never per request.</summary>
internal sealed class RegexSyntaxException(string message, int position) : Exception($"{message} (at character {position + 1})");
