using System.Globalization;
using System.Text;

namespace Gatehouse.Ai.Surfaces.Reading;

/// <summary>Where a value stands in a request's body, for example <c>messages[2].content[0].text</c>. Becomes text only when somebody asks.</summary>
internal sealed class FieldPath
{
    public static readonly FieldPath Root = new(null, null, -1);

    private readonly FieldPath? _parent;
    private readonly string? _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The member of that name.</summary>
    public FieldPath Of(string name) => new(this, name, -1);

    /// <summary>The element at that index.</summary>
    public FieldPath At(int index) => new(this, null, index);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        _parent?.Append(text);
        if (_name is not null)
        {
            // Names come from the client and end up in messages and header fields.
            text.Append(text.Length > 0 ? "." : "").Append(Readable(_name));
        }
        else if (_index >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        }
    }

    private static string Readable(string name)
        => name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$') ? name : "(other)";
}
