namespace Gatehouse.Core.Regexes;

/// <summary>A compiled pattern. Immutable.</summary>
/// <param name="Instructions">Execution starts at 0.</param>
/// <param name="Classes">Classes that <see cref="RegexOp.Set"/> names.</param>
/// <param name="Groups">Names of the capturing groups; unnamed ones are called by their number.</param>
/// <param name="Prefix">ASCII text every match starts with; the first instructions consume just that.</param>
internal sealed record RegexProgram(
    RegexInstruction[] Instructions,
    CharClass[] Classes,
    IReadOnlyList<string> Groups,
    string Prefix);
