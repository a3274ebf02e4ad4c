namespace Gatehouse.Core.Diagnostics;

/// <summary>Which sums are asked for. What is null is not narrowed.</summary>
public sealed record UsageQuestion
{
    /// <summary>What they are told apart by, of <see cref="IUsageReports.Dimensions"/>, in this order; none = one sum of all.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>First moment that counts.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First moment that does not.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Id or name of a consumer.</summary>
    public string? Consumer { get; init; }

    /// <summary>The client's name of a model.</summary>
    public string? Model { get; init; }

    /// <summary>Name of a provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Rows of a page, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Rows before the page. Default 0.</summary>
    public int Offset { get; init; }
}
