using System.Text.Json;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Walks the words of a verified claim: the elements of a JSON array of strings, or a string split at blanks (RFC 8693 section 4.2).
/// Whatever is no string is no word. Allocates nothing.
/// </summary>
internal ref struct ClaimWords
{
    /// <summary>Size of the memory to hand in: no name that a configuration has is longer.</summary>
    public const int ScratchBytes = 256;

    private readonly Span<byte> _scratch;
    private readonly bool _isArray;
    private Utf8JsonReader _reader;
    private ReadOnlySpan<byte> _rest;

    /// <param name="claims">Where to look.</param>
    /// <param name="path">The claim.</param>
    /// <param name="scratch">Memory for texts with escapes; those that do not fit are left out.</param>
    public ClaimWords(IVerifiedClaims claims, ClaimPath path, Span<byte> scratch)
    {
        _scratch = scratch;
        if (!claims.TryGetJson(path, out var json))
        {
            return;
        }

        _reader = new Utf8JsonReader(json);
        _reader.Read();
        _isArray = _reader.TokenType == JsonTokenType.StartArray;
        if (_reader.TokenType == JsonTokenType.String && TryText(out var text))
        {
            _rest = text;
        }
    }

    /// <summary>The word, good until the next one is asked for.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next word.</summary>
    public bool MoveNext() => _isArray ? MoveNextElement() : MoveNextPart();

    private bool MoveNextElement()
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.String && TryText(out var text))
            {
                Current = text;
                return true;
            }

            _reader.Skip();
        }

        return false;
    }

    private bool MoveNextPart()
    {
        _rest = _rest.TrimStart((byte)' ');
        if (_rest.IsEmpty)
        {
            return false;
        }

        int blank = _rest.IndexOf((byte)' ');
        Current = blank < 0 ? _rest : _rest[..blank];
        _rest = blank < 0 ? default : _rest[blank..];
        return true;
    }

    private bool TryText(out ReadOnlySpan<byte> text)
    {
        text = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
        {
            return true;
        }

        bool fits = text.Length <= _scratch.Length;
        text = fits ? _scratch[.._reader.CopyString(_scratch)] : default;
        return fits;
    }
}
