using System.Diagnostics;
using System.Globalization;
using Gatehouse.Fuzz;
using Gatehouse.Fuzz.Http1;

// Usage: Gatehouse.Fuzz [seconds, default 10] [seed, default from the clock]. Exit code 1 and the input when an invariant broke.
int seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.TickCount;
Console.WriteLine($"fuzzing for {seconds} s with seed {seed}");
long started = Stopwatch.GetTimestamp();
FuzzReport report = FuzzRun.Execute(seed, () => Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
Console.WriteLine($"{report.Inputs} inputs, {report.AcceptedRequests} requests accepted, {report.AcceptedResponses} responses accepted");
if (report.Failure is null)
{
    return 0;
}

Console.WriteLine(report.Failure);
return 1;
