namespace Gatehouse.Core.Regexes;

/// <summary>One step of a program, see <see cref="RegexOp"/> for X and Y.</summary>
internal readonly record struct RegexInstruction(RegexOp Op, int X = 0, int Y = 0);
