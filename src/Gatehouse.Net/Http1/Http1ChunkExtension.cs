namespace Gatehouse.Net.Http1;

/// <summary>
/// Checks chunk extensions byte by byte (RFC 9112 §7.1.1). They mean nothing to us, but a lenient scanner that skips to "some
/// line end" is how CVE-2025-55315 and its family smuggled requests.
/// </summary>
internal struct Http1ChunkExtension
{
    private State _state;

    private enum State : byte
    {
        BeforeSemicolon,
        BeforeName,
        Name,
        AfterName,
        BeforeValue,
        Token,
        Quoted,
        Escaped,
        AfterValue,
    }

    /// <summary>Starts at the byte behind the chunk size.</summary>
    public void Reset() => _state = State.BeforeSemicolon;

    /// <summary>Whether CR may follow here.</summary>
    public readonly bool MayEnd => _state is State.Name or State.AfterName or State.Token or State.AfterValue;

    /// <summary>Takes one byte that is neither CR nor LF; false when the grammar does not allow it.</summary>
    public bool Accept(byte b)
    {
        bool isBlank = b is (byte)' ' or (byte)'\t';
        switch (_state)
        {
            case State.BeforeSemicolon:
                return isBlank || Enter(State.BeforeName, b == ';');
            case State.BeforeName:
                return isBlank || Enter(State.Name, IsToken(b));
            case State.Name:
                return IsToken(b) || AfterName(b, isBlank);
            case State.AfterName:
                return AfterName(b, isBlank);
            case State.BeforeValue:
                return isBlank || (b == '"' ? Enter(State.Quoted, true) : Enter(State.Token, IsToken(b)));
            case State.Token:
                return IsToken(b) || AfterValue(b, isBlank);
            case State.Quoted:
                return b == '"' ? Enter(State.AfterValue, true) : b == '\\' ? Enter(State.Escaped, true) : IsText(b);
            case State.Escaped:
                return Enter(State.Quoted, IsText(b));
            default:
                return AfterValue(b, isBlank);
        }
    }

    private static bool IsToken(byte b) => Http1Characters.Token.Contains(b);

    private static bool IsText(byte b) => !Http1Characters.NotInValue.Contains(b);

    private bool AfterName(byte b, bool isBlank) =>
        isBlank ? Enter(State.AfterName, true) : b == '=' ? Enter(State.BeforeValue, true) : Enter(State.BeforeName, b == ';');

    private bool AfterValue(byte b, bool isBlank) => isBlank ? Enter(State.AfterValue, true) : Enter(State.BeforeName, b == ';');

    private bool Enter(State state, bool allowed)
    {
        _state = state;
        return allowed;
    }
}
