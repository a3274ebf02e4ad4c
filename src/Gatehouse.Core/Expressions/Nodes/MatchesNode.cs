using System.Buffers;
using System.Text.Unicode;
using Gatehouse.Core.Regexes;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>text.matches("…")</c>: whether the regular expression is found anywhere in the text. Linear time.</summary>
internal sealed class MatchesNode(ExpressionNode text, LinearRegex regex) : ExpressionNode(ExpressionType.Bool)
{
    private const int StackCharacters = 256;

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = text.Evaluate(ref evaluation);
        if (value.Kind != ExpressionKind.String)
        {
            return value.AsFault();
        }

        // A text has at most as many UTF-16 units as bytes.
        int length = value.Bytes.Length;
        if (length > ExpressionLimits.MaxMatchedText || !evaluation.Spend((int)Math.Min((long)(length + 1) * regex.Size, int.MaxValue)))
        {
            evaluation.Spend(int.MaxValue);
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        char[]? rented = length <= StackCharacters ? null : ArrayPool<char>.Shared.Rent(length);
        Span<char> memory = rented ?? stackalloc char[StackCharacters];
        Utf8.ToUtf16(value.Bytes, memory, out _, out int written);
        bool isFound = regex.IsFound(memory[..written]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return ExpressionValue.Bool(isFound);
    }
}
