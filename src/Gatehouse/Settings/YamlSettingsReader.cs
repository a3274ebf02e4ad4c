using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Settings;

/// <summary>
/// Reads a flat YAML mapping of key to scalar or to a sequence of scalars, event by event. Anchors, aliases, tags and nested
/// mappings are refused: nothing here needs them, and aliases are how small files become large.
/// </summary>
internal static class YamlSettingsReader
{
    public static List<SettingEntry> Read(string path, string directory, string text, List<SettingError> errors)
    {
        var entries = new List<SettingEntry>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return entries;
            }

            if (parser.Accept<Scalar>(out var nothing) && nothing.Value.Length == 0)
            {
                return entries;
            }

            if (!parser.TryConsume<MappingStart>(out var root))
            {
                errors.Add(new SettingError($"{path}:{parser.Current?.Start.Line ?? 1}", null, "is not a mapping of keys to values", Remedy: "write key: value, one in a line"));
                return entries;
            }

            RefuseAnchor(path, root, errors);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                ReadPair(parser, path, directory, entries, errors);
            }

            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                errors.Add(new SettingError($"{path}:{second.Start.Line}", null, "starts a second document", Remedy: "keep one document in the file"));
            }
        }
        catch (YamlException e)
        {
            errors.Add(new SettingError($"{path}:{e.Start.Line}", null, $"is not valid YAML: {e.Message}", Remedy: "correct the syntax at this line"));
        }

        return entries;
    }

    private static void ReadPair(Parser parser, string path, string directory, List<SettingEntry> entries, List<SettingError> errors)
    {
        if (!parser.TryConsume<Scalar>(out var keyScalar))
        {
            errors.Add(new SettingError($"{path}:{parser.Current?.Start.Line}", null, "has a key that is not a word", Remedy: "write key: value"));
            parser.SkipThisAndNestedEvents();
            parser.SkipThisAndNestedEvents();
            return;
        }

        var key = keyScalar.Value.ToLowerInvariant();
        var source = $"{path}:{keyScalar.Start.Line}";
        var values = new List<string>();
        var isSequence = false;
        if (parser.Accept<Scalar>(out var scalar))
        {
            RefuseAnchor(path, scalar, errors);
            parser.MoveNext();
            if (IsNull(scalar))
            {
                return;
            }

            values.Add(scalar.Value);
        }
        else if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            RefuseAnchor(path, sequence, errors);
            isSequence = true;
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                ReadElement(parser, path, key, values, errors);
            }
        }
        else
        {
            var what = parser.Current is AnchorAlias ? "an alias" : "a mapping";
            errors.Add(new SettingError(source, key, $"has {what} as its value", Remedy: "write a value or a list of values"));
            parser.SkipThisAndNestedEvents();
            return;
        }

        SettingSourceReader.Add(entries, new SettingEntry(key, values, isSequence, source, directory), errors);
    }

    private static void ReadElement(Parser parser, string path, string key, List<string> values, List<SettingError> errors)
    {
        if (parser.TryConsume<Scalar>(out var element))
        {
            RefuseAnchor(path, element, errors);
            values.Add(element.Value);
            return;
        }

        errors.Add(new SettingError($"{path}:{parser.Current?.Start.Line}", key, "has an element that is not a plain value", Remedy: "write a list of plain values"));
        parser.SkipThisAndNestedEvents();
    }

    private static bool IsNull(Scalar scalar)
        => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private static void RefuseAnchor(string path, NodeEvent node, List<SettingError> errors)
    {
        if (!node.Anchor.IsEmpty)
        {
            errors.Add(new SettingError($"{path}:{node.Start.Line}", null, "has an anchor", Remedy: "write the value out"));
        }
    }
}
