namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>Spellings of a vendor's model id: with date or without, and on Bedrock behind an ARN, an inference profile and a version.</summary>
internal readonly struct VendorModelId
{
    // "Supported cross-Region inference profiles", Amazon Bedrock User Guide.
    private static readonly string[] Geographies = ["global.", "us-gov.", "us.", "eu.", "apac.", "jp.", "au.", "ca.", "sa.", "me.", "af.", "il.", "uk."];

    private VendorModelId(string region, IReadOnlyList<string> spellings)
    {
        Region = region;
        Spellings = spellings;
    }

    /// <summary>Geography of the inference profile, <c>regional</c> without one.</summary>
    public string Region { get; }

    /// <summary>The id in full, then without what says only which issue of the model it is. In lower case.</summary>
    public IReadOnlyList<string> Spellings { get; }

    /// <summary>Takes an id apart.</summary>
    public static VendorModelId Parse(string id)
    {
        string name = id.Trim().ToLowerInvariant();
        if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            name = name[(name.LastIndexOf('/') + 1)..];
        }

        string region = "regional";
        foreach (string geography in Geographies)
        {
            if (name.StartsWith(geography, StringComparison.Ordinal))
            {
                region = geography[..^1];
                name = name[geography.Length..];
                break;
            }
        }

        var spellings = new List<string> { name };
        Keep(spellings, Untuned(name));
        Keep(spellings, WithoutThroughput(spellings[^1]));
        Keep(spellings, Unversioned(spellings[^1]));
        Keep(spellings, Undated(spellings[^1]));
        return new VendorModelId(region, spellings);
    }

    private static void Keep(List<string> spellings, string next)
    {
        if (next != spellings[^1])
        {
            spellings.Add(next);
        }
    }

    // "ft:gpt-4o-mini-2024-07-18:org::id" costs what every fine-tuned gpt-4o-mini does.
    private static string Untuned(string name)
        => name.StartsWith("ft:", StringComparison.Ordinal) && name.IndexOf(':', 3) is > 0 and var end ? name[..end] : name;

    // "…-v1:0", "…-v2:0:200k", "…-1:0".
    private static string WithoutThroughput(string name)
        => !name.StartsWith("ft:", StringComparison.Ordinal) && name.IndexOf(':') is > 0 and var colon ? name[..colon] : name;

    private static string Unversioned(string name)
    {
        int dash = name.LastIndexOf("-v", StringComparison.Ordinal);
        return dash > 0 && dash + 2 < name.Length && IsDigits(name.AsSpan(dash + 2)) ? name[..dash] : name;
    }

    // "…-20250929", "…@20250929", "…-2025-08-07", "…-latest".
    private static string Undated(string name)
    {
        if (name.EndsWith("-latest", StringComparison.Ordinal))
        {
            return name[..^7];
        }

        var text = name.AsSpan();
        if (text.Length > 9 && text[^9] is ('-' or '@') && IsDigits(text[^8..]))
        {
            return name[..^9];
        }

        bool isDate = text.Length > 11 && text[^11] == '-' && text[^6] == '-' && text[^3] == '-'
            && IsDigits(text[^10..^6]) && IsDigits(text[^5..^3]) && IsDigits(text[^2..]);
        return isDate ? name[..^11] : name;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
