namespace Gatehouse.Ai.Compliance.Words;

/// <summary>Tokens of one text, in a buffer that is used again.</summary>
internal sealed class TokenList
{
    private const int MaxKept = 64 * 1024;

    private Token[] _tokens = new Token[1024];

    public int Count { get; private set; }

    public ref readonly Token this[int index] => ref _tokens.AsSpan(0, Count)[index];

    public ref readonly Token this[Index index] => ref this[index.GetOffset(Count)];

    public ReadOnlySpan<Token> Span => _tokens.AsSpan(0, Count);

    public void Add(in Token token)
    {
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * Count);
        }

        _tokens[Count++] = token;
    }

    public void Flag(int index, WordFlags flags) => _tokens[index] = _tokens[index] with { Flags = _tokens[index].Flags | flags };

    public void Clear()
    {
        Count = 0;
        if (_tokens.Length > MaxKept)
        {
            _tokens = new Token[1024];
        }
    }
}
