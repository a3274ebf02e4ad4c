using Gatehouse.Core.Expressions.Nodes;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>Looks up an entry of a map of any form.</summary>
internal static class MapEntry
{
    /// <summary>
    /// A look at a map of the source: it may have to read a whole query string, some microseconds, so that in a loop this is what
    /// bounds the time.
    /// </summary>
    private const int SourceWork = 256;

    /// <summary>False when there is no such entry. The value may be a fault: the entry is there more than once, or is malformed.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="prepared">What the source made of the key, if it was known before.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="value">The value.</param>
    public static bool TryRead(
        scoped in ExpressionValue map,
        ReadOnlySpan<byte> key,
        object? prepared,
        scoped ref Evaluation evaluation,
        out ExpressionValue value)
    {
        if (!evaluation.Spend(map.Form == ValueForm.Json ? 1 + JsonText.WorkOf(map.Bytes.Length) : SourceWork))
        {
            value = ExpressionValue.Fault(ExpressionFault.Budget);
            return true;
        }

        if (map.Form == ValueForm.Json)
        {
            bool isFound = JsonText.TryFind(map.Bytes, key, ref evaluation.Scratch, out var json, out var fault);
            value = fault != ExpressionFault.None ? ExpressionValue.Fault(fault)
                : isFound ? JsonText.ToValue(json, ref evaluation.Scratch)
                : default;
            return isFound || fault != ExpressionFault.None;
        }

        int variable = (int)map.Number;
        var prepare = new ExpressionKey(key, prepared);
        if (map.Form != ValueForm.SourceLists)
        {
            return evaluation.Source.TryReadEntry(variable, prepare, ref evaluation.Scratch, out value);
        }

        value = new ExpressionValue(ExpressionKind.List, variable, bytes: key, content: prepared, form: ValueForm.Source);
        return evaluation.Source.TryReadItem(variable, prepare, 0, ref evaluation.Scratch, out _);
    }
}
