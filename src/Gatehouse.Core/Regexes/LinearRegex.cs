using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Core.Regexes;

/// <summary>A regular expression that matches in linear time. Immutable and thread-safe; matching allocates nothing.</summary>
public sealed class LinearRegex
{
    /// <summary>Longest pattern in UTF-16 units: 4096, four times what the longest real route needs; reading one costs memory before its program is bounded.</summary>
    public const int MaxLength = 4096;

    private readonly RegexProgram _program;

    private LinearRegex(RegexProgram program) => _program = program;

    /// <summary>ASCII text every match starts with; may be empty.</summary>
    public string Prefix => _program.Prefix;

    /// <summary>Names of the capturing groups in order of their opening parentheses; unnamed ones are called by their number.</summary>
    public IReadOnlyList<string> Groups => _program.Groups;

    /// <summary>Compiles a pattern; see the README of this folder for the syntax. On failure <paramref name="error"/> says why and where, for the user.</summary>
    public static bool TryCompile(
        ReadOnlySpan<char> pattern,
        RegexFlags flags,
        [NotNullWhen(true)] out LinearRegex? regex,
        [NotNullWhen(false)] out string? error)
    {
        regex = null;
        if (pattern.Length > MaxLength)
        {
            error = $"longer than {MaxLength} characters";
            return false;
        }

        try
        {
            var node = RegexParser.Parse(pattern, flags, out var groups);
            regex = new LinearRegex(RegexCompiler.Compile(node, groups));
            error = null;
            return true;
        }
        catch (RegexSyntaxException e)
        {
            error = e.Message;
            return false;
        }
    }

    /// <summary>Instructions of the program: a match costs at most this many steps for each unit of the text.</summary>
    internal int Size => _program.Instructions.Length;

    /// <summary>Matches at the start of the text; <paramref name="length"/> is what a backtracking engine would take.</summary>
    public bool TryMatchStart(ReadOnlySpan<char> text, out int length) => RegexMachine.TryMatch(_program, text, 0, 0, out length);

    /// <summary>Like <see cref="TryMatchStart"/>, when the text is known to start with <see cref="Prefix"/>.</summary>
    public bool TryMatchBehindPrefix(ReadOnlySpan<char> text, out int length)
        => RegexMachine.TryMatch(_program, text, Prefix.Length, Prefix.Length, out length);

    /// <summary>Whether the expression matches anywhere in the text.</summary>
    public bool IsFound(ReadOnlySpan<char> text) => RegexMachine.IsFound(_program, text);

    /// <summary>
    /// Start and end of the whole match at the start of the text and of each group, −1 where a group took no part; null when there
    /// is no match. Allocates.
    /// </summary>
    public int[]? Capture(string text) => CaptureMachine.Match(_program, text);
}
