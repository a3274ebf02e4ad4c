namespace Gatehouse.EndToEnd.Limits;

/// <summary>
/// Judges admissions by what clients saw. A request counts in an interval only when it was sent and answered within: then it was decided
/// there, so that a number above the limit proves that the gateway has let through too many.
/// </summary>
internal static class LimitJudge
{
    /// <summary>Most admissions within any interval of that length that begins in <paramref name="from"/> or later, in seconds.</summary>
    public static int MostInInterval(IEnumerable<LimitAnswer> answers, double seconds, double from = 0)
    {
        var admitted = answers.Where(a => a.IsAdmitted && a.Sent >= from).ToList();
        double[] sent = [.. admitted.Select(a => a.Sent).Order()];
        double[] received = [.. admitted.Select(a => a.Received).Order()];
        int most = 0, behind = 0;
        for (int first = 0; first < sent.Length; first++)
        {
            while (behind < received.Length && received[behind] < sent[first] + seconds)
            {
                behind++;
            }

            // What was answered before the end, less all that was sent before the beginning: never too many.
            most = Math.Max(most, behind - first);
        }

        return most;
    }

    /// <summary>Most admissions within a second of the calendar.</summary>
    public static int MostInCalendarSecond(IEnumerable<LimitAnswer> answers) => answers
        .Where(a => a.IsAdmitted && SecondOf(a.Sent) == SecondOf(a.Received))
        .GroupBy(a => SecondOf(a.Sent))
        .Max(s => s.Count());

    /// <summary>Most admissions within any interval beyond what the rate gives in it: what a bucket had at once, at least.</summary>
    public static double MostAtOnce(IEnumerable<LimitAnswer> answers, double perSecond)
    {
        var admitted = answers.Where(a => a.IsAdmitted).ToList();
        double[] sent = [.. admitted.Select(a => a.Sent).Order()];
        double[] received = [.. admitted.Select(a => a.Received).Order()];
        double most = 0, least = double.MaxValue;
        for (int last = 0, first = 0; last < received.Length; last++)
        {
            for (; first < sent.Length && sent[first] <= received[last]; first++)
            {
                least = Math.Min(least, first - (perSecond * sent[first]));
            }

            most = Math.Max(most, last + 1 - (perSecond * received[last]) - least);
        }

        return most;
    }

    /// <summary>What calendar seconds admit of what was asked for.</summary>
    public static int FixedWindow(IEnumerable<LimitAnswer> answers, int limit) =>
        answers.GroupBy(a => SecondOf(Middle(a))).Sum(s => Math.Min(limit, s.Count()));

    /// <summary>What sliding windows admit of what was asked for.</summary>
    public static int SlidingWindow(IEnumerable<LimitAnswer> answers, int limit, double seconds)
    {
        var window = new Queue<double>();
        int admitted = 0;
        foreach (double at in answers.Select(Middle).Order())
        {
            while (window.TryPeek(out double oldest) && oldest <= at - seconds)
            {
                window.Dequeue();
            }

            if (window.Count < limit)
            {
                window.Enqueue(at);
                admitted++;
            }
        }

        return admitted;
    }

    /// <summary>What a bucket that is full at first admits of what was asked for.</summary>
    public static int TokenBucket(IEnumerable<LimitAnswer> answers, double perSecond, int burst)
    {
        double units = burst, last = 0;
        int admitted = 0;
        foreach (double at in answers.Select(Middle).Order())
        {
            units = Math.Min(burst, units + ((at - last) * perSecond));
            last = at;
            if (units >= 1)
            {
                units--;
                admitted++;
            }
        }

        return admitted;
    }

    private static double Middle(LimitAnswer answer) => (answer.Sent + answer.Received) / 2;

    private static long SecondOf(double time) => (long)Math.Floor(time + LimitLoad.OriginInSecond);
}
