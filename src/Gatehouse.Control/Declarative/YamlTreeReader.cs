using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Reads one YAML document into a JSON tree from parser events, with bounds. An alias copies what it names and the copy counts;
/// repeated keys, further documents and foreign tags are refused.
/// </summary>
internal sealed class YamlTreeReader
{
    private const string ForeignTag = "tags other than !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are not allowed";

    private readonly Parser _parser;
    private readonly DeclarativeLimits _limits;
    private readonly Dictionary<string, (JsonNode? Node, int Count, int Height)> _anchors = new(StringComparer.Ordinal);
    private int _count;

    private YamlTreeReader(string text, DeclarativeLimits limits)
    {
        _parser = new Parser(new StringReader(text));
        _limits = limits;
    }

    /// <summary>Reads a text; throws <see cref="DeclarativeSyntaxException"/>.</summary>
    public static JsonNode? Read(string text, DeclarativeLimits limits)
    {
        var reader = new YamlTreeReader(text, limits);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException e)
        {
            throw new DeclarativeSyntaxException(e.Message, e.Start.Line, e.Start.Column);
        }
        catch (Exception e) when (e is not DeclarativeSyntaxException and not OutOfMemoryException)
        {
            // The scanner fails with whatever its data structures throw on some malformed texts, for instance "...\n~".
            throw reader.Error("malformed YAML");
        }
    }

    private JsonNode? ReadStream()
    {
        Expect<StreamStart>();
        _parser.MoveNext();
        if (_parser.Current is StreamEnd)
        {
            return null;
        }

        _parser.MoveNext();
        var root = ReadNode(0, out _);
        _parser.MoveNext();
        if (_parser.Current is not StreamEnd)
        {
            throw Error("only one document is allowed in a file");
        }

        return root;
    }

    // On return the parser stands behind the node.
    private JsonNode? ReadNode(int depth, out int height)
    {
        if (depth > _limits.MaxDepth)
        {
            throw Error($"nested deeper than {_limits.MaxDepth} levels");
        }

        Count(1);
        int before = _count;
        height = 0;
        JsonNode? node;
        AnchorName anchor;
        switch (_parser.Current)
        {
            case Scalar scalar:
                anchor = scalar.Anchor;
                node = ReadScalar(scalar);
                break;
            case SequenceStart sequence:
                anchor = sequence.Anchor;
                CheckTag(sequence.Tag, "tag:yaml.org,2002:seq");
                node = ReadSequence(depth, out height);
                break;
            case MappingStart mapping:
                anchor = mapping.Anchor;
                CheckTag(mapping.Tag, "tag:yaml.org,2002:map");
                node = ReadMapping(depth, out height);
                break;
            case AnchorAlias alias:
                return ReadAlias(alias, depth, out height);
            default:
                throw Error("unexpected content");
        }

        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = (node, _count - before + 1, height);
        }

        _parser.MoveNext();
        return node;
    }

    private JsonNode? ReadAlias(AnchorAlias alias, int depth, out int height)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            throw Error($"alias '{alias.Value.Value}' names nothing that stands before it");
        }

        // Counted before the copy is made: a bomb ends here, not in memory.
        Count(target.Count);
        height = target.Height;
        if (depth + height > _limits.MaxDepth)
        {
            throw Error($"nested deeper than {_limits.MaxDepth} levels");
        }

        _parser.MoveNext();
        return target.Node?.DeepClone();
    }

    private JsonArray ReadSequence(int depth, out int height)
    {
        var array = new JsonArray();
        height = 0;
        _parser.MoveNext();
        while (_parser.Current is not SequenceEnd)
        {
            array.Add(ReadNode(depth + 1, out int inner));
            height = Math.Max(height, inner + 1);
        }

        return array;
    }

    private JsonObject ReadMapping(int depth, out int height)
    {
        var record = new JsonObject();
        List<JsonNode?>? merged = null;
        height = 0;
        _parser.MoveNext();
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar key)
            {
                throw Error("a key must be a scalar");
            }

            CheckTag(key.Tag, "tag:yaml.org,2002:str");
            Count(1);
            _parser.MoveNext();
            bool isMerge = key is { Value: "<<", Style: ScalarStyle.Plain };
            if (!isMerge && record.ContainsKey(key.Value))
            {
                throw new DeclarativeSyntaxException($"key '{Core.Schemas.ValueDisplay.Shorten(key.Value)}' is repeated", key.Start.Line, key.Start.Column);
            }

            var value = ReadNode(depth + 1, out int inner);
            height = Math.Max(height, inner + 1);
            if (isMerge)
            {
                (merged ??= []).Add(value);
            }
            else
            {
                record.Add(key.Value, value);
            }
        }

        merged?.ForEach(source => Merge(source, record));
        return record;
    }

    // YAML 1.1 merge keys: what the mapping says itself wins, then the first source.
    private void Merge(JsonNode? source, JsonObject into)
    {
        IEnumerable<JsonNode?> sources = source is JsonArray list ? list : [source];
        foreach (var each in sources)
        {
            if (each is not JsonObject record)
            {
                throw Error("'<<' needs a mapping or a list of mappings");
            }

            foreach (var (name, value) in record)
            {
                if (!into.ContainsKey(name))
                {
                    into.Add(name, value?.DeepClone());
                }
            }
        }
    }

    private JsonNode? ReadScalar(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific)
        {
            bool isPlain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
            return isPlain ? YamlScalars.Parse(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        return scalar.Tag.Value switch
        {
            "tag:yaml.org,2002:str" => JsonValue.Create(scalar.Value),
            "tag:yaml.org,2002:null" => null,
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" => YamlScalars.Parse(scalar.Value),
            _ => throw Error(ForeignTag),
        };
    }

    private void CheckTag(TagName tag, string expected)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && tag.Value != expected)
        {
            throw Error(ForeignTag);
        }
    }

    private void Count(int nodes)
    {
        if (nodes > _limits.MaxNodes - _count)
        {
            throw Error($"more than {_limits.MaxNodes} values (aliases count each time)");
        }

        _count += nodes;
    }

    private void Expect<T>()
    {
        if (!_parser.MoveNext() || _parser.Current is not T)
        {
            throw Error("unexpected content");
        }
    }

    private DeclarativeSyntaxException Error(string message)
        => new(message, _parser.Current?.Start.Line ?? 0, _parser.Current?.Start.Column ?? 0);
}
