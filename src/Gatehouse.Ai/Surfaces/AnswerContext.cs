namespace Gatehouse.Ai.Surfaces;

/// <summary>What a surface may say about an answer beside the answer itself.</summary>
internal sealed record AnswerContext
{
    /// <summary>The gateway's id of the request: ids of answers are made of it where the vendor gave none that fits the dialect.</summary>
    public required string RequestId { get; init; }

    /// <summary>The name the client used for the model.</summary>
    public required string Model { get; init; }

    /// <summary>Now, for created fields.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The gateway's estimate of the input's tokens, for dialects that speak of them before the vendor does; 0 = none.</summary>
    public long EstimatedInput { get; init; }

    /// <summary>Time since the request came, for dialects that report durations; null = not known.</summary>
    public Func<TimeSpan>? Elapsed { get; init; }

    /// <summary>Cost in US dollars once it is known, where the client wants it inside <c>usage</c>; null = not known or not wanted.</summary>
    public Func<decimal?>? Cost { get; init; }
}
