namespace Gatehouse.Net.Http1;

/// <summary>Status and label of each <see cref="Http1Rejection"/>.</summary>
public static class Http1Rejections
{
    private static readonly string[] Labels = CreateLabels();

    /// <summary>HTTP status of the answer: 400 unless a more specific one exists.</summary>
    public static int StatusOf(Http1Rejection reason) => reason switch
    {
        Http1Rejection.ConnectNotAllowed => 405,
        Http1Rejection.HeaderTimeout or Http1Rejection.BodyTimeout or Http1Rejection.BodyTooSlow => 408,
        Http1Rejection.BodyTooLarge => 413,
        Http1Rejection.TargetTooLong => 414,
        Http1Rejection.ExpectationUnknown => 417,
        Http1Rejection.TooManyHeaders or Http1Rejection.HeadersTooLarge or Http1Rejection.TrailersTooLarge => 431,
        Http1Rejection.UnsupportedVersion => 505,
        _ => 400,
    };

    /// <summary>snake_case label for metrics and logs, a constant per reason.</summary>
    public static string LabelOf(Http1Rejection reason) => Labels[(int)reason];

    private static string[] CreateLabels()
    {
        Http1Rejection[] reasons = Enum.GetValues<Http1Rejection>();
        var labels = new string[reasons.Length];
        foreach (Http1Rejection reason in reasons)
        {
            labels[(int)reason] = SnakeCase(reason.ToString());
        }

        return labels;
    }

    private static string SnakeCase(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = i > 0 && (char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1])));
            if (startsWord)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
