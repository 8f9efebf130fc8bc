"""What ``size`` answers, a question a file: each makes a :class:`~.report.Report`."""
