using Gatehouse.Core.Http;

namespace Gatehouse.Core.Expressions;

/// <summary>The environment of expressions that run behind the answer: those of the request, and the answer. Names and types are public.</summary>
public static class ResponseVariables
{
    /// <summary>The environment; the ids are those of <see cref="RequestVariable"/>.</summary>
    public static ExpressionEnvironment Environment { get; } = new(
    [
        .. RequestVariables.Environment.Variables,
        new("response.status", ExpressionType.Int, (int)RequestVariable.ResponseStatus)
        {
            IsAlwaysThere = true,
            Description = "Status of the answer, 0 when there was none.",
        },
        new("response.size", ExpressionType.Int, (int)RequestVariable.ResponseSize)
        {
            IsAlwaysThere = true,
            Description = "Bytes sent to the client, head and body.",
        },
        new("response.headers", ExpressionType.MapOf(ExpressionType.String), (int)RequestVariable.ResponseHeaders)
        {
            IsAlwaysThere = true,
            Description = "Header field of the answer that came once, name in any case; repeated is an error.",
            PrepareKey = static name => HttpSyntax.IsToken(name) ? new HeaderName(name) : null,
        },
    ]);
}
