namespace Gatehouse.Control.Declarative;

/// <summary>A text is not a document that can be read; line and column count from 1, 0 = unknown.</summary>
internal sealed class DeclarativeSyntaxException : Exception
{
    public DeclarativeSyntaxException()
    {
    }

    public DeclarativeSyntaxException(string message)
        : base(message)
    {
    }

    public DeclarativeSyntaxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public DeclarativeSyntaxException(string message, long line, long column)
        : base(line > 0 ? $"{line}:{column}: {message}" : message)
    {
    }
}
