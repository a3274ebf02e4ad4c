using System.Text;
using System.Text.Encodings.Web;

namespace Gatehouse.Ai.Compliance.Redaction;

/// <summary>
/// Puts values back where their placeholders stand in an answer that comes in pieces. Holds back only what may be the beginning of a
/// placeholder of this request: at most its length. Replaces only what is in the map, so that a placeholder which the model made up
/// stays as it is.
/// </summary>
internal sealed class Restorer(PlaceholderMap map, bool json)
{
    private readonly StringBuilder _output = new();
    private readonly char[] _held = new char[PlaceholderShape.MaxLength];
    private int _heldLength;

    /// <summary>Takes the next piece and gives what can go on; may be empty.</summary>
    public string Push(ReadOnlySpan<char> piece)
    {
        if (_heldLength == 0 && !piece.Contains('['))
        {
            return piece.ToString();
        }

        _output.Clear();
        foreach (var c in piece)
        {
            Take(c);
        }

        return _output.ToString();
    }

    /// <summary>The rest, when the text has ended.</summary>
    public string Flush()
    {
        var rest = new string(_held, 0, _heldLength);
        _heldLength = 0;
        return rest;
    }

    /// <summary>Restores a whole text.</summary>
    public string Restore(ReadOnlySpan<char> text) => Push(text) + Flush();

    private void Take(char c)
    {
        if (_heldLength == 0)
        {
            if (c == '[' && map.Count > 0)
            {
                _held[_heldLength++] = c;
            }
            else
            {
                _output.Append(c);
            }

            return;
        }

        _held[_heldLength] = c;
        var candidate = _held.AsSpan(0, _heldLength + 1);
        if (c == ']' && map.TryRestore(candidate, out var value))
        {
            _output.Append(json ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) : value);
            _heldLength = 0;
        }
        else if (candidate.Length < map.MaxLength && map.HasPrefix(candidate))
        {
            _heldLength++;
        }
        else
        {
            // No placeholder begins so. Only a bracket can begin one, and there is none between the first and this.
            _output.Append(_held, 0, _heldLength);
            _heldLength = 0;
            Take(c);
        }
    }
}
